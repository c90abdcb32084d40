import DestinationHealth
import Reporting
import TikTokAPI

/// `validate merge`: one report from those of all parts of a run.
struct MergeCommand {
    let options: MergeOptions
    let standardOutput: OutputSink
    let standardError: OutputSink

    /// Runs to the end.
    ///
    /// - Returns: The status to exit with.
    func run() -> Int32 {
        let inputs = options.parts + [options.output.baselineFile].compactMap { $0 }
        var writers = ReportWriters(
            options: options.output,
            inputs: inputs.compactMap(FileIdentity.init(path:)),
            standardOutput: standardOutput,
            masker: .none
        )
        var merged = merge()
        merged.report.problems += writers.problems
        ProblemNotices(color: options.output.color, masker: .none).tell(merged.report.problems, to: standardError)
        merged.exit.isNotWritten = merged.exit.isNotWritten || writers.hasFailed
        merged.exit.isForMonitoring = options.output.standardOutputFormat == .nagios
        merged.exit.hasWarning =
            merged.report.problems.contains { $0.severity == .warning }
            || merged.report.destinations.contains { $0.findings.contains { $0.severity == .warning } }
        merged.report.exitCode = Int(merged.exit.code)

        let report = merged.report
        let subject = ReportSubject(
            destinations: report.destinations.count,
            nameWidth: report.destinations.reduce(0) { max($0, TextFormat.nameWidth(of: $1.name)) },
            files: merged.files,
            shouldReport: merged.isUsable
        )
        writers.begin(report.metadata, subject, problems: report.problems, isUsable: merged.isUsable)
        for destination in report.destinations { writers.add(destination) }
        for failure in writers.finish(report, merged.exit) {
            standardError.write("validate: \(TerminalText(failure).text)\n")
        }
        merged.exit.isNotWritten = merged.exit.isNotWritten || writers.hasFailed
        return merged.exit.code
    }

    /// What the parts come to.
    private struct Merged {
        var report: Report
        var exit: ExitCode
        var files: [String]
        var isUsable = true
    }

    private func merge() -> Merged {
        var parts: [ReportFile] = []
        var problems: [Problem] = []
        for path in options.parts {
            do throws(ReportFile.Fault) {
                parts.append(try ReportFile(path))
            } catch {
                problems.append(error.problem)
            }
        }
        guard problems.isEmpty else { return refused(problems) }
        if options.output.baselineFile == nil, let part = parts.first(where: { $0.baseline != nil }) {
            return refused([
                Problem("\(part.path): was compared with a baseline: give it to merge as well, with --baseline")
            ])
        }
        do throws(MergeFault) {
            let report = try Report(merging: parts.map(\.report))
            return judged(report, parts.map(\.report))
        } catch {
            let path = error.report.map { "\(parts[$0].path): " } ?? ""
            return refused([Problem(path + error.message)])
        }
    }

    /// The merged report with the status that one run would have had.
    private func judged(_ report: Report, _ parts: [Report]) -> Merged {
        var report = report
        let files = parts.first?.metadata.shard?.ofFiles ?? Self.files(of: report)
        do throws(UsageError) {
            var comparer = try BaselineFile(options.output, isSimulated: report.metadata.isSimulated)
                .comparer(files: files, masker: .none)
            for destination in report.destinations { comparer?.add(destination) }
            report.comparison = comparer?.finished()
        } catch {
            return refused([Problem(error.message)])
        }
        var exit = ExitCode(summary: report.summary, unknownPolicy: options.output.unknownPolicy)
        exit.comparison = report.comparison
        exit.hasProblem =
            report.problems.contains { $0.severity == .error }
            || parts.contains { $0.exitCode == ExitStatus.unusable.rawValue && !$0.problems.isEmpty }
        exit.isNotWritten = parts.contains { $0.exitCode == ExitStatus.notWritten.rawValue }
        exit.signal = parts.filter { $0.isInterrupted && $0.exitCode > 128 }.map { Int32($0.exitCode) - 128 }.max()
        return Merged(report: report, exit: exit, files: files)
    }

    /// Nothing but why there is nothing; written all the same, so that no report of an earlier day stays in its place.
    private func refused(_ problems: [Problem]) -> Merged {
        let summary = ReportSummary()
        var exit = ExitCode(summary: summary, unknownPolicy: options.output.unknownPolicy)
        exit.hasProblem = true
        let report = Report(
            metadata: RunMetadata(toolVersion: Program.version, startedAt: WallClock.unixTime),
            durationMilliseconds: 0,
            isInterrupted: false,
            exitCode: Int(exit.code),
            status: summary.status,
            summary: summary,
            problems: problems,
            destinations: []
        )
        return Merged(report: report, exit: exit, files: [], isUsable: false)
    }

    private static func files(of report: Report) -> [String] {
        var known: Set<[UInt8]> = []
        return report.destinations.map(\.source.file).filter { known.insert(Array($0.utf8)).inserted }
    }
}
