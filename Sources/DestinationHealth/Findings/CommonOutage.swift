public import TikTokAPI

/// Finds out whether all destinations suffer from the same thing outside of them: an API that is down, no network. One
/// sentence then says so instead of ten thousand.
public struct CommonOutage: Sendable {
    private var asked = 0
    private var isCommon = true
    /// How many destinations were left open for a cause, and the first of their sentences.
    private var causes: [Cause: (count: Int, message: String)] = [:]

    /// Nothing seen yet.
    public init() {}

    /// Takes a destination into account.
    public mutating func add(_ report: DestinationReport) {
        // What was not asked, or not reached, says nothing of the API.
        guard isCommon, report.isChecked, !report.answers.isEmpty else { return }
        asked += 1
        let open = report.findings.first { $0.severity == .unknown && $0.cause.liesOutside }
        guard report.status != .healthy, let open, report.answers.allSatisfy({ ($0.evidence.code ?? 1) != 0 }) else {
            isCommon = false
            return
        }
        causes[open.cause, default: (0, open.message)].count += 1
    }

    private static func plain(_ message: String) -> String {
        let prefix = "could not tell: "
        return message.utf8.starts(with: prefix.utf8)
            ? String(decoding: message.utf8.dropFirst(prefix.utf8.count), as: UTF8.self) : message
    }

    /// What is to be said of all; nil where some destination was judged, or there is but one.
    public var headline: String? {
        guard isCommon, asked >= 2 else { return nil }
        let most = causes.max { left, right in
            (left.value.count, right.key.rawValue) < (right.value.count, left.key.rawValue)
        }
        guard let (cause, (count, message)) = most else { return nil }
        let who = count == asked ? "all \(asked) destinations that have a question" : "\(count) of \(asked)"
        return "\(cause.outage ?? cause.rawValue): \(Self.plain(message)) (\(who))"
    }
}

extension Cause {
    /// Whether it lies outside a destination's own config and credential, and so affects all alike.
    public var liesOutside: Bool { outage != nil }

    /// What is wrong when it affects all destinations.
    fileprivate var outage: String? {
        switch self {
        case .network: "no network path to the API"
        case .tls: "no trusted connection"
        case .proxy: "the proxy fails"
        case .server: "TikTok is down"
        case .rateLimited: "TikTok is throttling"
        case .region: "the region is refused"
        case .config, .credential, .ownership, .scope, .appMismatch, .notFound, .expiry, .request, .environment,
            .unrecognized:
            nil
        }
    }
}
