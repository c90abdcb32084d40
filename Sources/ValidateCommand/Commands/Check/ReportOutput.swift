import DestinationHealth
import Reporting

/// One report on its way out. Text and JSON go out piece by piece as destinations are judged, the other forms in the end.
struct ReportOutput {
    /// The report's form: one of these three, each mutated where it is, since what text remembers is not to be copied.
    private var text: TextFormat?
    private var json: JSONStream?
    private var whole: (any ReportDocument)?
    /// How many of the run's problems the text has told.
    private var toldProblems = 0
    private let tellsProblems: Bool
    let sink: OutputSink

    /// Prepares a report.
    ///
    /// - Parameters:
    ///   - format: Its form.
    ///   - style: How text is laid out.
    ///   - tellsProblems: Whether text tells what is wrong with the run itself, because nobody sees standard error there.
    ///   - isForMonitoring: Whether the run's exit code is that of the Monitoring Plugins.
    ///   - sink: Where it goes.
    init(
        _ format: ReportFormat,
        _ metadata: RunMetadata,
        style: TextFormat.Options,
        tellsProblems: Bool,
        isForMonitoring: Bool,
        masker: SecretMasker,
        sink: OutputSink
    ) {
        switch format {
        case .text: text = TextFormat(style)
        case .json: json = JSONStream(metadata, masker: masker)
        case .junit: whole = JUnitFormat(masker: masker)
        case .sarif: whole = SARIFFormat(masker: masker)
        case .github: whole = GitHubFormat(masker: masker)
        case .gitlab: whole = GitLabFormat(masker: masker)
        case .markdown: whole = MarkdownFormat(masker: masker)
        case .html: whole = HTMLFormat(masker: masker)
        case .prometheus: whole = PrometheusFormat(masker: masker)
        case .nagios: whole = NagiosFormat(masker: masker, endsProcess: isForMonitoring)
        }
        self.tellsProblems = tellsProblems
        self.sink = sink
    }

    /// Whether the report cannot begin before everything is known.
    var needsWholeReport: Bool { whole != nil }

    /// Writes what comes before the first destination.
    mutating func begin(
        problems: [Problem],
        destinations: Int,
        files: [String],
        configs: [RecognisedConfig]
    ) {
        if tellsProblems { tell(problems) }
        write(text?.header(destinations: destinations, files: files, configs: configs))
        write(json?.begin())
    }

    /// Writes one destination, if its turn has come.
    mutating func add(_ report: DestinationReport) {
        if let bytes = text?.destination(report) { sink.write(bytes) }
        if let bytes = json?.destination(report) { sink.write(bytes) }
    }

    /// Writes what comes last.
    mutating func end(_ report: Report) {
        if tellsProblems { tell(report.problems) }
        write(text?.summary(report))
        write(json?.end(report))
        write(whole?.bytes(of: report.withComparisonAsHeadline))
    }

    private mutating func tell(_ problems: [Problem]) {
        for problem in problems.dropFirst(toldProblems) { write(text?.problem(problem)) }
        toldProblems = problems.count
    }

    private func write(_ bytes: [UInt8]?) {
        if let bytes { sink.write(bytes) }
    }
}
