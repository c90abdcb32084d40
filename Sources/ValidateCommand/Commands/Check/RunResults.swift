import DestinationHealth
import Reporting

/// What becomes of a run's destinations, report by report, in the order of the config: what is counted, compared,
/// remembered and written.
struct RunResults {
    /// How many of what.
    var summary = ReportSummary()
    /// What befell every destination alike.
    private(set) var outage = CommonOutage()
    /// Whether any destination has a warning.
    private(set) var hasWarning = false
    /// The reports, where one of the outputs needs all at once.
    private(set) var reports: [DestinationReport] = []
    var writers: ReportWriters
    /// What earlier runs left behind; nil where nothing is remembered.
    var state: StateSession?
    /// What earlier reports are compared with; nil for nothing.
    var comparer: ReportComparer?
    /// Whom to tell of changes; nil for nobody.
    private(set) var notice: ChangeNotice?

    private let destinations: [Destination]
    private let progress: ProgressLine
    private let keepsReports: Bool

    /// Begins with nothing reported.
    ///
    /// - Parameters:
    ///   - destinations: Those of the run, in the order of reporting.
    ///   - writers: Where the reports go; begun.
    ///   - progress: Where people see how far the run is.
    init(
        _ destinations: [Destination],
        writers: ReportWriters,
        state: StateSession?,
        comparer: ReportComparer?,
        notice: ChangeNotice?,
        progress: ProgressLine
    ) {
        self.destinations = destinations
        self.writers = writers
        self.state = state
        self.comparer = comparer
        self.notice = notice
        self.progress = progress
        keepsReports = writers.needWholeReport
    }

    /// Takes the report of the next destination.
    mutating func add(_ report: DestinationReport) {
        if let remembered = state?.remember(report, of: destinations[summary.destinations]) {
            take(remembered)
        } else {
            take(report)
        }
    }

    private mutating func take(_ report: DestinationReport) {
        summary.count(report.status)
        outage.add(report)
        notice?.add(report)
        comparer?.add(report)
        hasWarning = hasWarning || report.findings.contains { $0.severity == .warning }
        if keepsReports { reports.append(report) }
        progress.step { writers.add(report) }
    }
}
