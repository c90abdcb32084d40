import DestinationHealth
import LocatedJSON
import Reporting
import TikTokAPI

/// A config, from its bytes to the reports of an offline run.
struct ConfigProperties {
    /// Secrets that the dictionary puts into configs: one that its shape gives away, one that nothing does.
    private static let planted = ["7c1f0b9e52d84a6f3e7a9c0d1b2e4f68a5c3d7e9", "ZQ02kWvTpLmXyRbNcJdHfGs"]

    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    func check() throws(BrokenProperty) {
        let (config, reports, text) = run()
        let naive = NaiveJSON(bytes)
        let isReadable = naive != nil && naive?.hasRepeatedKey == false
        let document = try? JSONDocument(parsing: bytes)
        try require((document != nil) == isReadable, "two readers of JSON disagree over whether this is JSON")
        // Lines of NAME=value are a config too.
        if document == nil, config.recognised == nil {
            try require(config.destinations.isEmpty && config.problems.count == 1, "broken JSON is not one problem")
        }
        try require(
            !config.destinations.isEmpty || config.problems.contains { $0.severity == .error },
            "a config without a destination is no problem"
        )

        try require(
            reports.map(\.name).elementsEqual(config.destinations.map(\.name)) { $0.utf8.elementsEqual($1.utf8) },
            "not every destination is reported once, in order"
        )
        try require(!reports.contains { $0.isVerified }, "something is verified offline")
        try text.check(destinations: config.destinations.count)
        try checkPositions(config, reports)
        try checkSecrets(config, text, naive)
        try require(run().text.all == text.all, "a second run reports something else")
    }

    private func run() -> (config: LoadedConfig, reports: [DestinationReport], text: ReportText) {
        let config = ConfigLoader(environment: OwnEnvironment()).load(bytes, path: "config.json")
        let reports = runCheck(config, isOffline: true, http: OwnAnswer())
        return (config, reports, ReportText(destinations: reports, config: config, isOffline: true))
    }

    private func checkPositions(_ config: LoadedConfig, _ reports: [DestinationReport]) throws(BrokenProperty) {
        // Half of a broken file may not be text at all, so only its lines can be counted.
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let places =
            reports.flatMap { [$0.source] + $0.findings.map(\.source) } + config.problems.compactMap(\.source)
        for place in places {
            try require(place.file == "config.json", "a finding is in no file")
            let position = place.position
            try require(position.line >= 1 && position.line <= lines.count, "a finding is on a line that is not there")
            let width = lines[position.line - 1].count
            try require(
                position.column >= 1 && position.column <= width + 1,
                "a finding is in a column that is not there"
            )
        }
    }

    private func checkSecrets(
        _ config: LoadedConfig,
        _ text: ReportText,
        _ root: NaiveJSON?
    ) throws(BrokenProperty) {
        if !bytes.containsPiece(of: OwnEnvironment.planted, length: 7) {
            for output in text.all {
                try require(
                    !output.containsPiece(of: OwnEnvironment.planted, length: 7),
                    "a secret from a variable or file is shown"
                )
            }
        }
        guard let root, !config.destinations.isEmpty else { return }
        var secrets: [String] = []
        var others: [[UInt8]] = []
        collect(root, isSecret: false, &secrets, &others)
        for secret in secrets where Self.mustBeMasked(secret) {
            for output in text.all {
                try require(!output.contains(run: Array(secret.utf8)), "the value of a secret field is shown")
            }
        }
        for planted in Self.planted where secrets.contains(where: { Array($0.utf8).contains(run: Array(planted.utf8)) })
        {
            // Seven characters are more than the four that may be shown; elsewhere in the config they may stand.
            if others.contains(where: { $0.containsPiece(of: planted, length: 7) }) { continue }
            for output in text.all {
                try require(!output.containsPiece(of: planted, length: 7), "part of a secret is shown")
            }
        }
    }

    /// Sorts the texts of destinations into those under secret fields and all others.
    private func collect(_ value: NaiveJSON, isSecret: Bool, _ secrets: inout [String], _ others: inout [[UInt8]]) {
        switch value {
        case .object(let members):
            for member in members {
                let key = NaiveJSON.string(member.key).text ?? ""
                others.append(Array(key.utf8))
                let names = ["access_token", "refresh_token", "auth_code", "secret"]
                collect(member.value, isSecret: names.contains(key), &secrets, &others)
            }
        case .array(let elements):
            for element in elements { collect(element, isSecret: false, &secrets, &others) }
        case .string:
            guard let text = value.text else { return }
            if isSecret { secrets.append(text) } else { others.append(Array(text.utf8)) }
        case .number(let literal): others.append(Array(literal.utf8))
        case .boolean, .null: break
        }
    }

    /// Whether a text under a secret's key is a secret that reports can do without: long enough, none of their own words,
    /// no reference, and not made of what JSON is made of.
    static func mustBeMasked(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        let letters = bytes.filter { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
        return letters.count >= 8 && !bytes.contains(UInt8(ascii: "$")) && !bytes.contains(UInt8(ascii: "\""))
            && !bytes.contains(UInt8(ascii: "*")) && !SecretMasker([Secret(text)]).isEmpty
    }
}
