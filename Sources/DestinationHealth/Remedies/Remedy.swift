import TikTokAPI

/// What can be done about a finding. The words of each stand in ``RemedyCatalogue``.
public enum Remedy: String, Sendable, CaseIterable {
    // The config.
    case fillInField
    case fixField
    case fixReference
    case removeWhitespace
    case removeHiddenCharacter
    case retypeCharacter
    case removeDecoration
    case replacePlaceholder
    case copyPixelCode
    case putValueInItsField
    case copyAppSecret
    case checkToken
    case checkTestEventCode
    case renameDestination
    case mergeDestinations
    case separateTokens
    case moveSecretOut
    case protectSecretFile
    case keepOneToken
    case renewSuppression

    // The credential.
    case newEventsManagerToken
    case authorizeAgain
    case renewAccountToken
    case newSandboxToken
    case proveWithTestEventCode
    case proveInEventsManager
    case swapTokens
    case grantPixel
    case findPixel
    case linkPixel
    case grantAdvertiser
    case grantScope
    case matchApp
    case completeDeveloperProfile
    case joinAllowlist
    case checkAppID
    case checkAdvertiserID
    case switchEnvironment
    case giveAppCredentials

    // What ends.
    case authorizeAccountAgain
    case correctExpiry
    case removeExpiry
    case recordTokenDates
    case rotateToken
    case exchangeCode
    case exchangeAccountCode

    // The way to TikTok.
    case waitForRate
    case rotateOverusedToken
    case waitForService
    case changeRegion
    case reportToMaintainers
    case updateProgram
    case openNetwork
    case raiseTimeout
    case trustCertificate
    case setClock
    case synchronizeClock
    case fixProxy
    case installLibrary
    case reportToTikTok
    case runAgain
}

extension Remedy {
    /// The remedy for what an answer means.
    ///
    /// - Parameters:
    ///   - meaning: What the answer means.
    ///   - kind: The kind of the token that asked.
    ///   - failure: Why no answer came, if none did.
    static func forAnswer(_ meaning: AnswerMeaning, kind: TokenKind, failure: TransportFailure?) -> Remedy {
        switch meaning {
        case .accepted, .partlyAccepted: .runAgain
        case .tokenMissing, .tokenRejected, .tokenExpired, .authorizationWithdrawn, .refreshTokenRejected,
            .authorizationCodeSpent:
            newToken(of: kind)
        case .noPermissionForPixel: .grantPixel
        case .pixelNotFound, .eventSourceIDInvalid: .findPixel
        case .noPermissionForAdvertiser: .grantAdvertiser
        case .advertiserNotFound, .advertiserIDInvalid: .checkAdvertiserID
        case .scopeMissing: .grantScope
        case .permissionRefused, .objectNotFound: kind == .eventsManager ? .grantPixel : .grantAdvertiser
        case .appMismatch: .matchApp
        case .appIDInvalid: .checkAppID
        case .developerNotApproved: .completeDeveloperProfile
        case .notAllowlisted: .joinAllowlist
        case .testEventCodeInvalid: .checkTestEventCode
        case .wrongEnvironment, .notOfferedHere: .switchEnvironment
        case .regionBlocked: .changeRegion
        case .throttled: .waitForRate
        case .pixelThrottled: .rotateOverusedToken
        case .serverFault, .maintenance: .waitForService
        case .requestRefused: .reportToMaintainers
        case .endpointGone: .updateProgram
        case .redirected, .notTheAPI, .gatewayRefused: .openNetwork
        case .contradictory, .unrelated, .unrecognized, .acceptedWithoutProof: .reportToTikTok
        case .noAnswer: failure.map(forFailure) ?? .openNetwork
        }
    }

    /// How a token of some kind is replaced.
    static func newToken(of kind: TokenKind) -> Remedy {
        switch kind {
        case .eventsManager: .newEventsManagerToken
        case .marketing: .authorizeAgain
        case .tiktokAccount: .renewAccountToken
        case .sandbox: .newSandboxToken
        }
    }

    private static func forFailure(_ failure: TransportFailure) -> Remedy {
        switch failure.kind {
        case .libraryMissing: .installLibrary
        case .invalidRequest: .reportToMaintainers
        case .timedOut: .raiseTimeout
        case .certificateDate: .setClock
        case .certificateIssuer, .certificateStore: .trustCertificate
        case .proxy, .proxyAuthentication: .fixProxy
        case .serviceDown: .waitForService
        case .toldToWait: .waitForRate
        case .cancelled: .runAgain
        case .nameNotFound, .nameResolutionFailed, .nonPublicAddress, .connectionRefused, .unreachable,
            .connectionClosed, .notTLS, .tlsHandshake, .certificateHost, .bodyTooLarge, .headersTooLarge,
            .malformedResponse:
            .openNetwork
        }
    }
}
