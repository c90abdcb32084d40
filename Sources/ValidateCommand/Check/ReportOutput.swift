import DestinationHealth
import Reporting

/// One report on its way out. Text and JSON go out piece by piece as destinations are judged, the other forms in the end.
struct ReportOutput {
    private enum Form {
        case text(TextFormat)
        case json(JSONStream)
        case whole(any ReportDocument)
    }

    /// The options of text for a file; those for a stream depend on where it leads.
    private var form: Form
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
        _ opening: ReportOpening,
        style: TextFormat.Options,
        tellsProblems: Bool,
        isForMonitoring: Bool,
        masker: SecretMasker,
        sink: OutputSink
    ) {
        form =
            switch format {
            case .text: .text(TextFormat(style))
            case .json: .json(JSONStream(opening, masker: masker))
            case .junit: .whole(JUnitFormat(masker: masker))
            case .sarif: .whole(SARIFFormat(masker: masker))
            case .github: .whole(GitHubFormat(masker: masker))
            case .gitlab: .whole(GitLabFormat(masker: masker))
            case .markdown: .whole(MarkdownFormat(masker: masker))
            case .html: .whole(HTMLFormat(masker: masker))
            case .prometheus: .whole(PrometheusFormat(masker: masker))
            case .nagios: .whole(NagiosFormat(masker: masker, endsProcess: isForMonitoring))
            }
        self.tellsProblems = tellsProblems
        self.sink = sink
    }

    /// Whether the report cannot begin before everything is known.
    var needsWholeReport: Bool {
        if case .whole = form { true } else { false }
    }

    /// Writes what comes before the first destination.
    mutating func begin(
        problems: [Problem],
        destinations: Int,
        files: [String],
        configs: [RecognisedConfig]
    ) {
        switch form {
        case .text(var text):
            if tellsProblems { tell(problems, text) }
            sink.write(text.header(destinations: destinations, files: files, configs: configs))
            form = .text(text)
        case .json(var json):
            sink.write(json.begin())
            form = .json(json)
        case .whole: break
        }
    }

    /// Writes one destination, if its turn has come.
    mutating func add(_ report: DestinationReport) {
        switch form {
        case .text(var text):
            sink.write(text.destination(report))
            form = .text(text)
        case .json(var json):
            sink.write(json.destination(report))
            form = .json(json)
        case .whole: break
        }
    }

    /// Writes what comes last.
    mutating func end(_ report: Report) {
        switch form {
        case .text(var text):
            if tellsProblems { tell(report.problems, text) }
            sink.write(text.summary(report))
        case .json(var json): sink.write(json.end(report))
        case .whole(let document): sink.write(document.bytes(of: report.withComparisonAsHeadline))
        }
    }

    private mutating func tell(_ problems: [Problem], _ text: TextFormat) {
        for problem in problems.dropFirst(toldProblems) { sink.write(text.problem(problem)) }
        toldProblems = problems.count
    }
}
