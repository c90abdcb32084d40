import TikTokAPI

/// What can be done about a finding. The words of each are in ``RemedyCatalogue``.
public enum Remedy: String, Sendable, CaseIterable {
    // The config.
    /// Give a field a value.
    case fillInField
    /// Correct a field's value, or its name.
    case fixField
    /// Correct a reference, or set what it refers to.
    case fixReference
    /// Take off the whitespace around a value.
    case removeWhitespace
    /// Take out a character that cannot be seen.
    case removeHiddenCharacter
    /// Copy a value once more, as plain text.
    case retypeCharacter
    /// Take off quotes, `Bearer ` and the like.
    case removeDecoration
    /// Replace a template's word by the real value.
    case replacePlaceholder
    /// Copy the pixel's code from Events Manager.
    case copyPixelCode
    /// Move a value into the field that it belongs in.
    case putValueInItsField
    /// Copy the secret from the developer app's page.
    case copyAppSecret
    /// Compare a token with its source.
    case checkToken
    /// Copy the code from Events Manager's Test events.
    case checkTestEventCode
    /// Clear the test event code in the product that sends events with it.
    case removeTestEventCode
    /// Give each destination a name of its own.
    case renameDestination
    /// Keep one destination for a pixel, or let TikTok drop second copies of its events.
    case mergeDestinations
    /// Make sure that the pixels that share a token are of its ad account.
    case separateTokens
    /// Refer to a secret in place of writing it out.
    case moveSecretOut
    /// Make a file of secrets readable by its owner only.
    case protectSecretFile
    /// Give every destination of a pixel the token that is in use.
    case keepOneToken
    /// Fix what was passed over, or pass it over for longer.
    case renewSuppression

    // The credential.
    /// Make a new token in Events Manager.
    case newEventsManagerToken
    /// Let the advertiser authorise the developer app again.
    case authorizeAgain
    /// Refresh the token of a TikTok account.
    case renewAccountToken
    /// Make a new token of the sandbox.
    case newSandboxToken
    /// Add a test event code, so that an event may prove the destination.
    case proveWithTestEventCode
    /// Look in Events Manager for what cannot be proven from here.
    case proveInEventsManager
    /// Give each of two pixels the other's token.
    case swapTokens
    /// Make the token in the pixel's own settings, with a right to it.
    case grantPixel
    /// Look for a pixel that may be deleted or moved.
    case findPixel
    /// Link a pixel to the ad account that runs the campaigns.
    case linkPixel
    /// Give the login that authorised the app a right to the ad account.
    case grantAdvertiser
    /// Add a permission to the developer app, and authorise it again.
    case grantScope
    /// Give the id and secret of the app that the token was made for.
    case matchApp
    /// Complete the developer's profile and wait for its approval.
    case completeDeveloperProfile
    /// Ask TikTok to open a feature.
    case joinAllowlist
    /// Copy the developer app's id.
    case checkAppID
    /// Copy the ad account's id.
    case checkAdvertiserID
    /// Keep sandbox and production apart.
    case switchEnvironment
    /// Give the developer app's id and secret.
    case giveAppCredentials

    // What ends.
    /// Let the TikTok account's owner log in again.
    case authorizeAccountAgain
    /// Correct a recorded date that cannot be.
    case correctExpiry
    /// Take out the end of a token that has none.
    case removeExpiry
    /// Record when the token was made.
    case recordTokenDates
    /// Replace a token before it is too old.
    case rotateToken
    /// Exchange the code of a developer app's login for a token.
    case exchangeCode
    /// Exchange the code of a TikTok account's login for a token.
    case exchangeAccountCode

    // The way to TikTok.
    /// Wait, and ask less often.
    case waitForRate
    /// Find what sends too many events for a pixel, and replace a token that leaked.
    case rotateOverusedToken
    /// Wait until TikTok works again.
    case waitForService
    /// Ask from a country in which TikTok answers.
    case changeRegion
    /// Report a request of this program that TikTok does not take.
    case reportToMaintainers
    /// Use a newer version of this program.
    case updateProgram
    /// Let this machine reach TikTok.
    case openNetwork
    /// Wait longer, or look for what makes answers slow.
    case raiseTimeout
    /// Trust the certificate of the proxy in between.
    case trustCertificate
    /// Set the clock of this machine.
    case setClock
    /// Keep the clock of this machine synchronised.
    case synchronizeClock
    /// Correct the proxy, or its password.
    case fixProxy
    /// Install libcurl.
    case installLibrary
    /// Ask TikTok's support about an answer.
    case reportToTikTok
    /// Run again; nothing else is needed.
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
