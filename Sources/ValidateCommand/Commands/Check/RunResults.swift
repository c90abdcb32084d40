import DestinationHealth
import Reporting
import TikTokAPI

/// The results of a run: each destination's report is remembered, counted, compared and written, in the order of the
/// config.
struct RunResults {
    /// How many destinations have which verdict, and what was sent.
    private(set) var summary = ReportSummary()
    /// A failure that affected every destination alike.
    private(set) var outage = CommonOutage()
    /// Whether any destination has a warning.
    private(set) var hasWarning = false
    /// The reports, where one of the outputs needs all at once.
    private(set) var reports: [DestinationReport] = []
    /// The reports' outputs.
    var writers: ReportWriters
    /// The state of earlier runs; nil where nothing is remembered.
    var state: StateSession?
    /// The message to the user's command; nil where there is none.
    private(set) var notice: ChangeNotice?

    private var comparer: ReportComparer?
    private let destinations: [Destination]
    private let progress: ProgressLine
    private let keepsReports: Bool

    /// Begins with nothing reported.
    ///
    /// - Parameters:
    ///   - destinations: The destinations of the run, in the order of reporting.
    ///   - writers: The reports' outputs, which have begun.
    ///   - comparer: The comparison with the baseline; nil where there is none.
    ///   - progress: The line that shows how far the run is.
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
    mutating func add(_ new: DestinationReport) {
        let report = state?.remember(new, of: destinations[summary.destinations]) ?? new
        summary.count(report.status)
        outage.add(report)
        notice?.add(report)
        comparer?.add(report)
        hasWarning = hasWarning || report.findings.contains { $0.severity == .warning }
        if keepsReports { reports.append(report) }
        progress.step { writers.add(report) }
    }

    /// Adds what was sent to the summary.
    mutating func count(_ statistics: APIClient.Statistics) {
        summary.apiCalls = statistics.calls
        summary.eventsSent = statistics.events
        summary.retries = statistics.retries
    }

    /// The comparison with the baseline; nil where there is none. Nothing can be added after it.
    ///
    /// - Parameter destinations: All destinations of the configs: one that was not checked this time is not gone.
    mutating func comparison(ofAll destinations: [Destination]) -> ReportComparison? {
        guard var comparer else { return nil }
        for destination in destinations {
            comparer.leaveOut(name: destination.name, file: destination.range.file.path)
        }
        return comparer.finished()
    }
}
