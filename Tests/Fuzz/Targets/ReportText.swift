import DestinationHealth
import Reporting
import TikTokAPI

/// 2026-11-21T10:00:00Z.
let fuzzTime = 1_795_255_200

/// Everything that a run writes, in the ways that it can be asked to.
struct ReportText {
    let json: [UInt8]
    let texts: [[UInt8]]

    var all: [[UInt8]] { [json] + texts }

    /// Writes a run the way the program does: each piece through a masked sink.
    init(destinations: [DestinationReport], config: LoadedConfig, isOffline: Bool) {
        var summary = ReportSummary()
        for report in destinations { summary.count(report.status) }
        let report = Report(
            metadata: RunMetadata(toolVersion: "0", startedAt: fuzzTime, isOffline: isOffline),
            durationMilliseconds: 0,
            isInterrupted: false,
            exitCode: 3,
            status: summary.status,
            summary: summary,
            problems: config.problems,
            destinations: destinations.map(\.withoutDuration)
        )
        let masker = SecretMasker(config.secrets)
        let sink = OutputSink.inMemory(masker: masker)
        sink.write(JSONFormat(masker: masker).bytes(of: report))
        json = sink.contents

        var narrow = TextFormat.Options()
        narrow.width = 44
        var wide = TextFormat.Options()
        wide.width = 200
        wide.verbosity = .verbose
        wide.usesUnicode = false
        texts = [narrow, wide].map { options in
            var options = options
            options.nameWidth = destinations.map { TextFormat.nameWidth(of: $0.name) }.max() ?? 0
            options.isOffline = isOffline
            options.plainKeys = Field.plainKeys
            options.masker = masker
            var format = TextFormat(options)
            let sink = OutputSink.inMemory(masker: masker)
            for problem in config.problems { sink.write(format.problem(problem)) }
            sink.write(format.header(destinations: destinations.count, files: ["config.json"]))
            for destination in report.destinations { sink.write(format.destination(destination)) }
            sink.write(format.summary(report))
            return sink.contents
        }
    }

    /// What holds of every report, whatever it is about.
    func check(destinations: Int) throws(BrokenProperty) {
        guard let root = NaiveJSON(json), case .object = root, !root.hasRepeatedKey else {
            throw BrokenProperty(words: "the JSON report is no JSON object")
        }
        guard case .array(let listed)? = root.values(of: "destinations").first, listed.count == destinations else {
            throw BrokenProperty(words: "the JSON report does not list every destination once")
        }
        for text in texts { try checkHarmless(text) }
    }

    /// A terminal and a CI system take nothing in a text for anything but text.
    private func checkHarmless(_ bytes: [UInt8]) throws(BrokenProperty) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw BrokenProperty(words: "a text report is not UTF-8")
        }
        for scalar in text.unicodeScalars where scalar != "\n" && scalar.actsOnTerminal {
            throw BrokenProperty(words: "U+\(String(scalar.value, radix: 16)) stands in a text report")
        }
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let command = line.drop { $0 == 0x20 || $0 == 0x09 }
            try require(!command.starts(with: "::".utf8), "a line of a text report begins with ::")
        }
        try require(!bytes.contains(run: Array("##[".utf8)), "##[ stands in a text report")
        try require(!bytes.contains(run: Array("##vso[".utf8)), "##vso[ stands in a text report")
    }
}

extension Unicode.Scalar {
    /// Control characters, invisible ones, and those that turn the direction of writing; typed out, not asked of the
    /// standard library, which the program asks.
    var actsOnTerminal: Bool {
        switch value {
        case 0..<0x20, 0x7F...0x9F, 0xAD, 0x61C, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
            0xFFF9...0xFFFB, 0xE0000...0xE007F:
            true
        default: false
        }
    }
}

extension DestinationReport {
    /// The clock runs differently each time.
    fileprivate var withoutDuration: DestinationReport {
        DestinationReport(
            name: name,
            type: type,
            status: status,
            isVerified: isVerified,
            tokenKind: tokenKind,
            source: source,
            durationMilliseconds: 0,
            checks: checks,
            findings: findings,
            answers: answers
        )
    }
}
