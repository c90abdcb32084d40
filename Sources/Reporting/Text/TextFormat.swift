package import DestinationHealth
import LocatedJSON
import TikTokAPI

/// Writes a report for people, piece by piece, so that a destination can be shown as soon as it is judged.
///
/// The pieces go out in the order header, destinations, summary; problems wherever they turn up. Steps that were told
/// once are not told again: a later finding refers to the destination where they stand.
package struct TextFormat: Sendable {
    /// How much is told.
    package enum Verbosity: Sendable, CaseIterable {
        /// Only destinations that are not healthy, and the summary.
        case quiet
        /// Every destination, and what is wrong with it.
        case normal
        /// Every check and every answer of the API as well.
        case verbose
    }

    /// What the text is written for.
    package struct Options: Sendable {
        /// Whether the terminal is to show colours.
        package var usesColor = false
        /// The terminal's columns; nil if unknown.
        package var width: Int?
        /// How much is told.
        package var verbosity = Verbosity.normal
        /// Whether the terminal shows UTF-8; else the text is ASCII throughout.
        package var usesUnicode = true
        /// How wide the column of names is to be; see ``TextFormat/nameWidth(of:usesUnicode:)`` of each.
        package var nameWidth = 0
        /// Whether nothing is asked of the API.
        package var isOffline = false
        /// Whether the simulator answers in the API's place.
        package var isSimulated = false
        /// The keys whose values may be shown in an excerpt of the config.
        package var plainKeys: Set<String> = []
        /// What masks each field before it is wrapped or cut, which would hide a secret from the masker of the output.
        package var masker = SecretMasker.none

        /// Plain text of 80 columns.
        package init() {}
    }

    let options: Options
    let glyphs: Glyphs
    /// The columns of the terminal.
    let width: Int
    /// The columns that running text and the names of rules keep to: longer lines are hard to read.
    let measure: Int
    let nameColumn: Int
    /// Where steps were told in full.
    var toldSteps: [Steps: String] = [:]
    /// Where something was told that is the same for every destination that it befalls, such as a network that is down.
    var toldOutages: [Outage: String] = [:]
    /// Rows in sequence that say no more than that it is as for another destination.
    private var alike = 0
    private var isLikeWhat = ""
    /// What changed since earlier runs.
    var past = PastChanges()
    /// How many destinations have a finding of the same words.
    private var repeats: [Repeat: Int] = [:]
    private var unverified = 0
    /// What may be shown of each config; worked out when first asked for.
    private var shown: [ObjectIdentifier: (file: SourceFile, values: ShownValues)] = [:]
    /// Whether the last line written is blank.
    var endsBlank = true

    /// So many configs of other products are told one by one.
    private static let maximumConfigs = 10
    /// So many rows in sequence are shown that say the same; the rest is counted.
    private static let maximumAlike = 3
    /// So many sentences and steps are remembered at most. Of more, some may be told twice.
    static let maximumRemembered = 2_000
    /// The widest that the column of names gets.
    package static let maximumNameWidth = 28
    /// The width that is assumed where none is known.
    package static let defaultWidth = 80
    /// The least width that is laid out for.
    package static let minimumWidth = 40

    /// Something that befell a destination from outside.
    struct Outage: Hashable {
        let rule: String
        let message: ByteString
    }

    /// Steps that were told in full.
    struct Steps: Hashable {
        let actor: Actor
        let remedy: [ByteString]

        init(_ remediation: Remediation) {
            actor = remediation.actor
            remedy = remediation.steps.map { ByteString($0) }
        }
    }

    private struct Repeat: Hashable {
        let severity: Severity
        let message: ByteString
    }

    /// Makes a format for one run.
    package init(_ options: Options) {
        self.options = options
        glyphs = options.usesUnicode ? .unicode : .ascii
        width = max(options.width ?? Self.defaultWidth, Self.minimumWidth)
        measure = min(width, 100)
        // In a narrow terminal the words behind the name need the room more.
        nameColumn = max(4, min(options.nameWidth, Self.maximumNameWidth, width * 2 / 5))
    }

    /// How wide the column of names must be for a name.
    package static func nameWidth(of name: String, usesUnicode: Bool = true) -> Int {
        // A character takes at least one column, and no more than two marks on it take none.
        let beginning =
            name.utf8.count <= maximumNameWidth ? name : String(name.unicodeScalars.prefix(3 * maximumNameWidth))
        return min(TerminalText(beginning, usesUnicode: usesUnicode).width, maximumNameWidth)
    }

    /// What is about to be checked; nothing under `quiet`, except that a simulated run always says so.
    package mutating func header(destinations: Int, files: [String], configs: [RecognisedConfig] = []) -> [UInt8] {
        var page = newPage()
        if options.verbosity != .quiet {
            let shown = files.prefix(3).map(field).map(\.text).joined(separator: ", ")
            let more = files.count > 3 ? " and \(files.count - 3) more" : ""
            let of = files.isEmpty ? "" : " of \(shown)\(more)"
            let mode = options.isOffline ? ", offline" : ""
            for line in TerminalText(safe: "checking \(counted(destinations, "destination"))\(of)\(mode)").wrapped(
                to: measure
            ) {
                page.put(line, .dim)
                page.endLine()
            }
            for config in configs.prefix(Self.maximumConfigs) {
                for line in field(config.sentence).wrapped(to: measure) {
                    page.put(line, .dim)
                    page.endLine()
                }
            }
            if configs.count > Self.maximumConfigs {
                page.put("and \(configs.count - Self.maximumConfigs) more configs of other products", .dim)
                page.endLine()
            }
        }
        if options.isSimulated {
            page.put("simulated", .boldDoubtful)
            page.put(": nothing is sent to TikTok, a simulator answers")
            page.endLine()
        }
        if !page.bytes.isEmpty { page.endLine() }
        return page.bytes
    }

    /// One destination: its verdict on one line, and below what is wrong with it.
    package mutating func destination(_ report: DestinationReport) -> [UInt8] {
        countRepeats(report)
        past.add(report)
        if report.status == .healthy, !report.isVerified { unverified += 1 }
        if report.status == .healthy, options.verbosity == .quiet { return [] }
        var page = newPage()
        let name = self.name(report.name)
        let told = outageTold(report)
        if let told {
            if told != isLikeWhat { endAlike(&page) }
            alike += 1
            isLikeWhat = told
            if alike > Self.maximumAlike { return [] }
        } else {
            endAlike(&page)
        }
        row(report, of: name, told: told.map { "could not tell, as for \($0)" }, to: &page)
        if options.verbosity == .verbose { details(report, to: &page) }
        if told == nil {
            for finding in report.findings {
                page.endLine()
                block(finding, of: name, to: &page)
            }
        }
        endsBlank = options.verbosity == .verbose || (told == nil && !report.findings.isEmpty)
        if endsBlank { page.endLine() }
        return page.bytes
    }

    /// How many destinations are in which state, and what it took to find out.
    package mutating func summary(_ report: Report) -> [UInt8] {
        var page = newPage()
        endAlike(&page)
        if !endsBlank { page.endLine() }
        if let headline = report.headline {
            for line in message(headline).wrapped(to: measure) {
                page.put(line, .boldDoubtful)
                page.endLine()
            }
        }
        // The headline has said it of all of them.
        let said = report.headline == nil ? repeats : repeats.filter { $0.key.severity != .unknown }
        for (group, count) in said.sorted(by: Self.precedes).prefix(3) where count >= 3 {
            let text = message(group.message.text)
            let label = "\(count) \(glyphs.times) "
            let lines = text.wrapped(to: measure - label.unicodeScalars.count)
            for (number, line) in lines.enumerated() {
                if number == 0 { page.put(label, .bold) } else { page.indent(label.unicodeScalars.count) }
                page.put(line)
                page.endLine()
            }
        }
        totals(report.summary, to: &page)
        var work: [String] = []
        if report.metadata.isOffline {
            work.append("offline: nothing was asked of TikTok")
        } else {
            let kind = report.metadata.isSimulated ? "simulated " : ""
            work.append(counted(report.summary.apiCalls, "\(kind)API call"))
            work.append("\(counted(report.summary.eventsSent, "\(kind)test event")) sent")
            if report.summary.retries > 0 {
                work.append("\(report.summary.retries) \(report.summary.retries == 1 ? "retry" : "retries")")
            }
        }
        work.append(Self.seconds(report.durationMilliseconds))
        for line in TerminalText(safe: work.joined(separator: ", ")).wrapped(to: measure) {
            page.put(line, .dim)
            page.endLine()
        }
        if report.metadata.isSimulated {
            page.put("simulated", .boldDoubtful)
            page.put(": nothing was sent to TikTok")
            page.endLine()
        }
        if report.metadata.remembersVerdicts { changes(to: &page) }
        if report.isInterrupted {
            page.put("interrupted", .boldDoubtful)
            page.put(": not everything was checked")
            page.endLine()
        }
        guard let comparison = report.comparison else { return page.bytes }
        page.endLine()
        return page.bytes + self.comparison(comparison)
    }

    /// Something wrong with the run itself: one line with its place in front. The config's text is never shown, since
    /// nobody knows yet what in it is a secret.
    package func problem(_ problem: Problem) -> [UInt8] {
        var page = newPage()
        let (label, face) = Self.label(problem.severity)
        page.put(label, face)
        page.put(": ")
        var message = options.masker.mask(field: problem.message)
        var used = label.utf8.count + 2
        if let source = problem.source {
            let file = options.masker.mask(field: source.file)
            // The message names the file; with line and column it is something to click on.
            let prefix = Array("\(file): ".utf8)
            if message.utf8.starts(with: prefix) {
                message = String(decoding: Array(message.utf8.dropFirst(prefix.count)), as: UTF8.self)
            }
            let place = self.place(source) + TerminalText(safe: ": ")
            page.put(place)
            used += place.width
        }
        let lines = text(message).wrapped(to: measure - 4, first: max(0, measure - used))
        for (number, line) in lines.enumerated() {
            if number > 0 { page.indent(4) }
            page.put(line)
            page.endLine()
        }
        if lines.isEmpty { page.endLine() }
        return page.bytes
    }
}

extension TextFormat {
    func newPage() -> TextPage { TextPage(usesColor: options.usesColor) }

    /// A text from anywhere, masked and made harmless.
    func field(_ raw: String) -> TerminalText { text(options.masker.mask(field: raw)) }

    /// A destination's name; one that was mixed up with a credential is masked although no secret is known to read so.
    func name(_ raw: String) -> TerminalText {
        text(TokenShape.maskingCredentials(in: options.masker.mask(field: raw)))
    }

    /// A finding's message, which may quote names.
    func message(_ raw: String) -> TerminalText { name(raw) }

    /// What may be shown of a config.
    mutating func shownValues(of file: SourceFile) -> ShownValues {
        if let known = shown[file.identity] { return known.values }
        let values = ShownValues(file, plainKeys: options.plainKeys)
        // Keeping the file keeps its identity from being given to another.
        shown[file.identity] = (file, values)
        return values
    }

    /// A text that whoever received it may have cut off, masked and made harmless.
    func foreign(_ raw: String) -> TerminalText { text(options.masker.mask(field: raw, endMayBeCut: true)) }

    /// A text that is masked already, made harmless.
    func text(_ masked: String) -> TerminalText { TerminalText(masked, usesUnicode: options.usesUnicode) }

    /// `file:line:column`, which terminals and editors make clickable; never cut off or broken.
    func place(_ source: SourceLocation) -> TerminalText {
        field(source.file) + TerminalText(safe: ":\(source.position.line):\(source.position.column)")
    }

    static func label(_ severity: Severity) -> (String, Face) {
        switch severity {
        case .error: ("error", .boldBad)
        case .warning: ("warning", .boldDoubtful)
        case .unknown: ("unknown", .boldDoubtful)
        case .note: ("note", .boldNote)
        }
    }

    func counted(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }

    private static func seconds(_ milliseconds: Int) -> String {
        let tenths = (max(0, milliseconds) + 50) / 100
        if milliseconds < 100 { return "\(max(0, milliseconds)) ms" }
        if tenths < 600 { return "\(tenths / 10).\(tenths % 10) s" }
        return "\(tenths / 600) min \(tenths / 10 % 60) s"
    }

    /// Says how many rows were left out because they say the same as those above them.
    private mutating func endAlike(_ page: inout TextPage) {
        let left = alike - Self.maximumAlike
        alike = 0
        guard left > 0 else { return }
        let words = TerminalText(safe: "\(glyphs.ellipsis) \(left) more: could not tell, as for \(isLikeWhat)")
        for line in words.wrapped(to: measure - 2) {
            page.indent(2)
            page.put(line, .dim)
            page.endLine()
        }
    }

    private mutating func countRepeats(_ report: DestinationReport) {
        let grave = report.findings.filter { $0.severity >= .unknown }
        for group in Set(grave.map { Repeat(severity: $0.severity, message: ByteString($0.message)) }) {
            repeats[group, default: 0] += 1
        }
        // What is said once only will hardly be among the most frequent; a run over many must not keep it all.
        if repeats.count > Self.maximumRemembered { repeats = repeats.filter { $0.value > 1 } }
    }

    private static func precedes(_ left: (key: Repeat, value: Int), _ right: (key: Repeat, value: Int)) -> Bool {
        if left.value != right.value { return left.value > right.value }
        if left.key.severity != right.key.severity { return left.key.severity > right.key.severity }
        return left.key.message.text.utf8.lexicographicallyPrecedes(right.key.message.text.utf8)
    }

    private func totals(_ summary: ReportSummary, to page: inout TextPage) {
        let title = counted(summary.destinations, "destination") + ":"
        page.put(title, .bold)
        var column = title.utf8.count
        let counts: [(Int, HealthStatus, Face)] = [
            (summary.healthy, .healthy, .good), (summary.unhealthy, .unhealthy, .bad),
            (summary.unknown, .unknown, .doubtful), (summary.skipped, .skipped, .dim),
        ]
        let shown = counts.filter { $0.0 > 0 }
        if shown.isEmpty { page.put(" nothing to check") }
        for (index, (count, status, face)) in shown.enumerated() {
            let words = "\(count) \(status.rawValue)"
            var rest = index < shown.count - 1 ? "," : ""
            if status == .healthy, unverified > 0 {
                rest = (unverified == count ? " (not verified)" : " (\(unverified) not verified)") + rest
            }
            let needed = 1 + words.utf8.count + rest.utf8.count
            if column + needed > measure {
                page.endLine()
                column = 2
                page.indent(column)
            } else {
                page.indent(1)
            }
            page.put(words, face)
            page.put(rest)
            column += needed
        }
        page.endLine()
    }
}
