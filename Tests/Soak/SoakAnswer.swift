/// The ways in which the soak's server answers a question.
enum SoakAnswer: String, CaseIterable {
    case accepted, acceptedSlowly, acceptedWithSurplus
    case tokenRevoked, pixelRefused, pixelInvalid, tokenRevokedWithEcho
    case status500, status503, apiFault, maintenance
    case throttledByStatus, throttledWithRetryAfter, throttledByCode
    case reset, closed, cutBody, cutChunk
    case unknownCode, unknownCodeWithEcho, partlyAccepted, pixelThrottled
    case garbage, webPage, empty, otherShape, twoCodes, contradiction, codeAsText
    case redirect, manyHeaders, hugeBody, drip, stall

    /// What an answer says about the destination.
    enum Saying {
        case proof, evidence, nothing
    }

    /// What it says, read off the documented contract and not off the program.
    var saying: Saying {
        switch self {
        case .accepted, .acceptedSlowly, .acceptedWithSurplus: .proof
        case .tokenRevoked, .pixelRefused, .pixelInvalid, .tokenRevokedWithEcho: .evidence
        default: .nothing
        }
    }

    /// Whether the question is asked again after it.
    var isTransient: Bool {
        switch self {
        case .status500, .status503, .apiFault, .maintenance, .throttledByStatus, .throttledWithRetryAfter,
            .throttledByCode, .reset, .closed, .cutBody, .cutChunk:
            true
        default: false
        }
    }

    /// Whether the connection ends before a byte of the answer: on one that was kept, libcurl sends the request once more
    /// by itself, on a new one it does not.
    var mayBeSentAgainUnasked: Bool { self == .reset || self == .closed }

    /// Answers that say nothing now and a proof later, or nothing ever, by how many in a thousand destinations get them.
    static let scripts: [(share: Int, script: [SoakAnswer])] = [
        (540, [.accepted]), (30, [.acceptedSlowly]), (10, [.acceptedWithSurplus]),
        (40, [.tokenRevoked]), (40, [.pixelRefused]), (10, [.pixelInvalid]), (20, [.tokenRevokedWithEcho]),
        (30, [.status500, .accepted]), (15, [.status503, .status500, .accepted]), (15, [.apiFault, .accepted]),
        (5, [.maintenance, .accepted]), (10, [.status503, .tokenRevoked]),
        (6, [.throttledByStatus, .accepted]), (4, [.throttledWithRetryAfter, .accepted]),
        (10, [.throttledByCode, .accepted]),
        (20, [.reset, .accepted]), (20, [.closed, .accepted]), (20, [.cutBody, .accepted]),
        (10, [.cutChunk, .accepted]),
        (10, [.status500]), (5, [.apiFault]), (2, [.throttledByCode]), (5, [.reset]), (5, [.closed]), (5, [.cutBody]),
        (3, [.cutChunk]),
        (10, [.unknownCode]), (10, [.unknownCodeWithEcho]), (5, [.partlyAccepted]), (5, [.pixelThrottled]),
        (10, [.garbage]), (10, [.webPage]), (10, [.empty]), (10, [.otherShape]), (10, [.twoCodes]),
        (10, [.contradiction]), (10, [.codeAsText]), (10, [.redirect]), (5, [.manyHeaders]), (3, [.hugeBody]),
        (4, [.drip]), (3, [.stall]),
    ]
}
