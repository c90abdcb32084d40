import DestinationHealth
import LocatedJSON
import Reporting
import TikTokAPI

/// An HTTP answer, from its bytes to the verdict of a whole check. The first line is the status, lines of headers follow
/// up to an empty one, the rest is the body.
struct ReplyProperties {
    private static let token = "7c1f0b9e52d84a6f3e7a9c0d1b2e4f68a5c3d7e9"
    private static let appSecret = "e91b5d7f2a4c6083b1d9f7e5c3a18264907fbd35"
    private static let advertiser = "7263230018234764310"

    /// One destination of each kind; the same answer comes to all that is asked for either.
    private static let config = ConfigLoader(environment: OwnEnvironment()).load(
        Array(
            """
            {"destinations": [
              {"name": "events", "pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "\(token)",
               "test_event_code": "TEST12345"},
              {"name": "bare", "pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "\(token)"},
              {"name": "ads", "access_token": "\(token)", "advertiser_ids": ["\(advertiser)"], "uses": [],
               "app": {"app_id": "7196993655622416073", "secret": "\(appSecret)"}}
            ]}
            """.utf8
        ),
        path: "config.json"
    )

    private let response: HTTPResponse
    /// The body, read as simply as can be; nil if it is not JSON.
    private let body: NaiveJSON?
    /// The literal of the one code of an object that is all of the body; nil for anything else.
    private let code: String?

    init(_ bytes: [UInt8]) {
        var rest = bytes[...]
        func line() -> ArraySlice<UInt8> {
            let line = rest.prefix { $0 != 0x0A }
            rest = rest.dropFirst(line.count + 1)
            return line
        }
        let status = line().prefix(3).reduce(0) { (0x30...0x39).contains($1) ? $0 * 10 + Int($1 - 0x30) : $0 }
        var headers: [(name: String, value: String)] = []
        while !rest.isEmpty {
            let header = line()
            if header.isEmpty { break }
            let parts = header.split(separator: UInt8(ascii: ":"), maxSplits: 1)
            guard parts.count == 2 else { continue }
            headers.append(
                (
                    String(decoding: parts[0], as: UTF8.self).lowercased(),
                    String(decoding: parts[1].drop { $0 == 0x20 }, as: UTF8.self)
                )
            )
        }
        response = HTTPResponse(status: min(999, max(100, status)), headers: headers, body: Array(rest))
        body = NaiveJSON(response.body)
        if let body, !body.hasRepeatedKey, case .number(let literal)? = body.values(of: "code").first {
            code = literal
        } else {
            code = nil
        }
    }

    func check() throws(BrokenProperty) {
        let answer = APIAnswer(response)
        let (saysSuccess, saysFailure, saysSuccessPlainly) = (saysSuccess, saysFailure, saysSuccessPlainly)
        for endpoint in Endpoint.allCases {
            let reading = AnswerClassifier(answer, from: endpoint)
            let again = AnswerClassifier(APIAnswer(response), from: endpoint)
            try require(reading.meaning == again.meaning, "one answer has two meanings")
            if reading.meaning == .accepted { try require(saysSuccess, "an answer that does not say so is proof") }
            if saysSuccessPlainly {
                try require(reading.meaning == .accepted, "a plain success is no proof")
            }
            if reading.meaning.traits.verdict == .conclusiveFailure {
                try require(saysFailure, "an answer without a code other than 0 accuses somebody")
            }
        }

        let reports = runCheck(Self.config, isOffline: false, http: OwnAnswer(response: response))
        try require(reports.map(\.name) == ["events", "bare", "ads"], "not every destination is reported once")
        for report in reports {
            let isHealthy = report.status == .healthy
            if isHealthy { try require(saysSuccess, "\(report.name) is healthy without proof") }
            try require(report.isVerified == isHealthy, "\(report.name) is healthy and unproven, or the reverse")
            if report.status == .unhealthy {
                try require(
                    saysFailure || report.findings.contains { $0.severity == .error && $0.evidence?.code == 0 },
                    "\(report.name) is unhealthy without evidence"
                )
            }
        }
        try require(reports[1].status != .healthy, "an empty list of events proves a pixel")
        if reports[2].status == .healthy { try require(listsAdvertiser, "an ad account is proven that is not listed") }
        let text = ReportText(destinations: reports, config: Self.config, isOffline: false)
        try text.check(destinations: 3)
        try checkSecrets(text)
    }

    // MARK: What the answer says

    /// Whether the answer may count as proof: a 2xx status, exactly the integer 0, and no other code in the data.
    private var saysSuccess: Bool {
        guard (200...299).contains(response.status), code == "0", let body else { return false }
        for data in body.values(of: "data") {
            for key in ["code", "error_code"] {
                for inner in data.values(of: key) {
                    guard case .number("0") = inner else { return false }
                }
            }
        }
        for message in body.values(of: "message") {
            switch message {
            case .string: break
            case .null: break
            default: return false
            }
            // Which words contradict success is the program's to know, but these alone do.
            let words = (message.text ?? "").lowercased().split { !$0.isLetter }.joined(separator: " ")
            if ["error", "failed", "invalid", "revoked", "expired", "no permission"].contains(words) { return false }
        }
        return true
    }

    private var saysSuccessPlainly: Bool {
        guard response.status == 200, code == "0", let body, case .object(let members) = body else { return false }
        return members.allSatisfy { member in
            switch (NaiveJSON.string(member.key).text ?? "", member.value) {
            case ("code", _): true
            case ("message", let message): message.text == "OK"
            case ("request_id", .string): true
            case ("data", .object(let data)): data.isEmpty
            default: false
            }
        }
    }

    /// Whether the answer has an integer code other than 0.
    private var saysFailure: Bool {
        guard let code, let number = Int(code) else { return false }
        return number != 0 && (200...599).contains(response.status) && !(300...399).contains(response.status)
    }

    private var listsAdvertiser: Bool {
        guard let list = body?.values(of: "data").first?.values(of: "list").first, case .array(let rows) = list else {
            return false
        }
        return rows.contains { row in
            switch row.values(of: "advertiser_id").first {
            case .number(let literal): literal == Self.advertiser
            case .some(let value): value.text == Self.advertiser
            case nil: false
            }
        }
    }

    // MARK: What must not be shown

    private func checkSecrets(_ text: ReportText) throws(BrokenProperty) {
        for secret in [Self.token, Self.appSecret] {
            let whole = Array(secret.utf8)
            for output in text.all {
                // Twelve characters in a row, whatever their case, are found wherever they stand.
                let folded = output.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
                try require(!folded.containsPiece(of: secret, length: 12), "part of a secret is shown")
                for spelling in NaiveSpellings.base64(of: whole) {
                    try require(!output.contains(run: spelling), "a secret is shown in base64")
                }
            }
        }
    }
}
