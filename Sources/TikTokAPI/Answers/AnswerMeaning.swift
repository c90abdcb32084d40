/// Why something is wrong or unknown; the `cause` of a finding.
public enum Cause: String, Sendable, CaseIterable {
    /// A value of the config is wrong in itself.
    case config
    /// The credential is missing, wrong or revoked.
    case credential
    /// The credential is good, but not for this object.
    case ownership
    /// The credential lacks a permission.
    case scope
    /// App id, app secret and token do not belong together.
    case appMismatch = "app_mismatch"
    /// The object does not exist.
    case notFound = "not_found"
    /// A time limit has passed or is near.
    case expiry
    /// Our own request is at fault, or the API has changed.
    case request
    /// Too many requests.
    case rateLimited = "rate_limited"
    /// TikTok's own fault.
    case server
    /// The network between here and TikTok.
    case network
    /// Encryption or certificates.
    case tls
    /// The proxy in between.
    case proxy
    /// The country from which the request came.
    case region
    /// Sandbox against production.
    case environment
    /// An answer that means nothing to us.
    case unrecognized
}

/// What an answer of the API means for the credential that asked.
///
/// TikTok gives one meaning several codes and one code several meanings, so everything downstream speaks of meanings.
public enum AnswerMeaning: String, Sendable, CaseIterable {
    /// Code 0 and nothing that contradicts it: the only road to healthy.
    case accepted
    /// Code 20001: part of a batch was taken; proves nothing.
    case partlyAccepted
    /// Code 0, but what the proof rests on is not in the answer, or not in a form that can be relied upon.
    case acceptedWithoutProof

    /// The token was missing from the request.
    case tokenMissing
    /// The token is wrong or was revoked.
    case tokenRejected
    /// The token's time is over.
    case tokenExpired
    /// The refresh token is wrong or its time is over.
    case refreshTokenRejected
    /// The advertiser withdrew the authorisation.
    case authorizationWithdrawn
    /// The authorisation code was used before, cancelled, or is too old.
    case authorizationCodeSpent

    /// The token has no right to this pixel, or the pixel does not exist.
    case noPermissionForPixel
    /// The pixel does not exist or was deleted.
    case pixelNotFound
    /// The token has no right to this ad account.
    case noPermissionForAdvertiser
    /// The ad account does not exist or was deleted.
    case advertiserNotFound
    /// The token lacks the scope that the call needs.
    case scopeMissing
    /// Permission was refused without a word about what for.
    case permissionRefused
    /// Something does not exist; the words do not say what.
    case objectNotFound
    /// App id, secret and token do not belong together, or the app is blocked.
    case appMismatch
    /// The developer's profile is not complete or not approved.
    case developerNotApproved
    /// The feature is not open to this app, account or country.
    case notAllowlisted

    /// TikTok refuses the pixel code or event source id that the config gave.
    case eventSourceIDInvalid
    /// TikTok refuses the test event code that the config gave.
    case testEventCodeInvalid
    /// TikTok refuses the app id that the config gave.
    case appIDInvalid
    /// TikTok refuses the advertiser id that the config gave.
    case advertiserIDInvalid

    /// The call, account or token belongs to the other environment (sandbox against production).
    case wrongEnvironment
    /// The call is not offered here, which a sandbox host would say, and a production host of a call that is gone.
    case notOfferedHere
    /// The caller's country is refused.
    case regionBlocked
    /// Too many requests.
    case throttled
    /// Too many requests for this one pixel, which may mean that the token has leaked.
    case pixelThrottled
    /// TikTok's own fault, or one of its gateways.
    case serverFault
    /// Announced maintenance.
    case maintenance

    /// Our request is wrong in something that the config did not supply.
    case requestRefused
    /// The endpoint or the API version is gone: this program is out of date, or the base URL is wrong.
    case endpointGone
    /// A redirect, which is never followed.
    case redirected
    /// Not the API: a captive portal, a proxy's page, nothing at all.
    case notTheAPI
    /// A gateway refused before the API was reached.
    case gatewayRefused
    /// The answer contradicts itself.
    case contradictory
    /// A code that belongs to another part of the API and says nothing about a credential here.
    case unrelated
    /// A code that is not in the table.
    case unrecognized
    /// No complete answer came.
    case noAnswer
}

extension AnswerMeaning {
    /// What an answer says of the token that asked.
    public enum TokenJudgement: Sendable {
        /// The API took the token: its checks of the token come before all others (observed by two independent probes,
        /// 2026-07 and 2026-08).
        case alive
        /// The API refused the token itself.
        case refused
        /// The answer does not go into it.
        case unjudged
    }

    /// What an answer says of the thing that was asked about.
    public enum Verdict: Sendable {
        /// Positive proof.
        case proof
        /// Positive evidence that something is wrong that a person must act on.
        case conclusiveFailure
        /// Neither.
        case undecided
    }

    /// What follows from a meaning; one row each.
    public struct Traits: Sendable {
        /// Proof, conclusiveFailure or neither.
        public let verdict: Verdict
        /// The cause that a finding gets; nil for proof.
        public let cause: Cause?
        /// What it says of the token.
        public let token: TokenJudgement
        /// Whether asking again later may help, with nothing else changed.
        public let isTransient: Bool
    }

    /// What follows from this meaning.
    public var traits: Traits {
        switch self {
        case .accepted: Traits(verdict: .proof, cause: nil, token: .alive, isTransient: false)
        case .partlyAccepted, .acceptedWithoutProof: Self.undecided(.unrecognized)

        case .tokenMissing, .tokenRejected: Self.accuses(.credential, token: .refused)
        case .authorizationWithdrawn: Self.accuses(.credential, token: .refused)
        case .tokenExpired: Self.accuses(.expiry, token: .refused)
        // No call here sends a refresh token or an authorisation code, so an answer about one proves nothing.
        case .refreshTokenRejected: Self.undecided(.expiry)
        case .authorizationCodeSpent: Self.undecided(.credential)

        case .noPermissionForPixel, .noPermissionForAdvertiser, .permissionRefused:
            Self.accuses(.ownership, token: .alive)
        case .pixelNotFound, .advertiserNotFound: Self.accuses(.notFound, token: .alive)
        case .objectNotFound: Traits(verdict: .undecided, cause: .notFound, token: .alive, isTransient: false)
        case .scopeMissing: Self.accuses(.scope, token: .alive)
        case .notAllowlisted: Self.accuses(.scope, token: .unjudged)
        case .appMismatch: Self.accuses(.appMismatch, token: .unjudged)
        case .developerNotApproved: Self.accuses(.credential, token: .unjudged)

        case .eventSourceIDInvalid, .testEventCodeInvalid, .advertiserIDInvalid: Self.accuses(.config, token: .alive)
        case .appIDInvalid: Self.accuses(.config, token: .unjudged)

        case .wrongEnvironment: Self.accuses(.environment, token: .unjudged)
        case .notOfferedHere: Self.undecided(.environment)
        case .regionBlocked: Self.undecided(.region)
        case .throttled, .pixelThrottled: Self.undecided(.rateLimited, isTransient: true)
        case .serverFault, .maintenance: Self.undecided(.server, isTransient: true)

        case .requestRefused: Traits(verdict: .undecided, cause: .request, token: .alive, isTransient: false)
        case .endpointGone: Self.undecided(.request)
        case .redirected, .notTheAPI, .gatewayRefused: Self.undecided(.network)
        case .contradictory, .unrelated, .unrecognized: Self.undecided(.unrecognized)
        case .noAnswer: Self.undecided(.network, isTransient: true)
        }
    }

    private static func accuses(_ cause: Cause, token: TokenJudgement) -> Traits {
        Traits(verdict: .conclusiveFailure, cause: cause, token: token, isTransient: false)
    }

    private static func undecided(_ cause: Cause, isTransient: Bool = false) -> Traits {
        Traits(verdict: .undecided, cause: cause, token: .unjudged, isTransient: isTransient)
    }
}
