import DestinationHealth
import Reporting

/// One report on its way out. Text and JSON are written piece by piece as destinations are judged, the others at the end.
struct ReportOutput {
    /// The report's format: one of these three. Each is changed in place, since the state of a text is large.
    private var text: TextFormat?
    private var json: JSONStream?
    private var whole: (any ReportDocument)?
    /// How many of the run's problems the text has shown.
    private var shownProblems = 0
    private let showsProblems: Bool
    /// The sink that the report is written to.
    let sink: OutputSink

    /// Prepares a report.
    ///
    /// - Parameters:
    ///   - format: Its format.
    ///   - metadata: What is known of the run.
    ///   - style: The layout of text.
    ///   - showsProblems: Whether text shows what is wrong with the run itself: in a file, whose readers do not see
    ///     standard error.
    ///   - isForMonitoring: Whether the run's exit status is that of the Monitoring Plugins.
    ///   - sink: Where it is written.
    init(
        _ format: ReportFormat,
        _ metadata: RunMetadata,
        style: TextFormat.Options,
        showsProblems: Bool,
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
        self.showsProblems = showsProblems
        self.sink = sink
    }

    /// Whether the report cannot begin before everything is known.
    var needsWholeReport: Bool { whole != nil }

    /// Writes what comes before the first destination.
    mutating func begin(_ subject: ReportSubject, problems: [Problem], configs: [RecognisedConfig]) {
        if showsProblems { show(problems) }
        write(text?.header(destinations: subject.destinations, files: subject.files, configs: configs))
        write(json?.begin())
    }

    /// Writes a destination.
    mutating func add(_ report: DestinationReport) {
        write(text?.destination(report))
        write(json?.destination(report))
    }

    /// Writes what comes after the last destination.
    mutating func end(_ report: Report) {
        if showsProblems { show(report.problems) }
        write(text?.summary(report))
        write(json?.end(report))
        write(whole?.bytes(of: report.withComparisonAsHeadline))
    }

    private mutating func show(_ problems: [Problem]) {
        for problem in problems.dropFirst(shownProblems) { write(text?.problem(problem)) }
        shownProblems = problems.count
    }

    private func write(_ bytes: [UInt8]?) {
        if let bytes { sink.write(bytes) }
    }
}
