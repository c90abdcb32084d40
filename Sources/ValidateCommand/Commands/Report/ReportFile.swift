import DestinationHealth
import LocatedJSON
import Reporting

/// A JSON report of an earlier run, in a file.
struct ReportFile {
    let path: String
    let report: Report
    /// The path of the baseline that its run was compared with; nil for none.
    let baseline: String?

    /// Reads a report.
    init(_ path: String) throws(Fault) {
        self.path = path
        let bytes: [UInt8]
        do throws(FileReadError) {
            bytes = try FileReader.read(path: path, maximumBytes: ReportReader.maximumBytes)
        } catch {
            throw Fault(problem: Problem("\(path): cannot be read: \(error.words)"))
        }
        do throws(ReportFault) {
            (report, baseline) = try ReportReader.read(bytes)
        } catch {
            let source = error.position.map { SourceLocation(file: path, position: $0) }
            throw Fault(problem: Problem("\(path): \(error.message)", source: source))
        }
    }

    /// Why there is no report.
    struct Fault: Error {
        let problem: Problem

        /// The message in one line, with the place in front.
        var sentence: String {
            guard let source = problem.source else { return problem.message }
            let place = ":\(source.position.line):\(source.position.column)"
            let rest = problem.message.utf8.dropFirst(source.file.utf8.count)
            return source.file + place + String(decoding: rest, as: UTF8.self)
        }
    }
}

extension ReportFile {
    /// The paths of reports on a command line.
    static func paths(_ operands: [String]) throws(UsageError) -> [String] {
        guard !operands.contains(where: \.isEmpty) else {
            throw UsageError("the path of a report is empty", hint: "is a shell variable unset?")
        }
        return operands
    }
}

extension Report {
    /// The configs of its destinations, each once.
    var destinationFiles: [String] {
        var known: Set<[UInt8]> = []
        return destinations.map(\.source.file).filter { known.insert(Array($0.utf8)).inserted }
    }
}

/// The report that `--baseline` names.
struct BaselineFile {
    private let path: String?
    private let isSimulated: Bool

    /// - Parameters:
    ///   - options: The options, of which one is the path.
    ///   - isSimulated: Whether the simulator answers in this run.
    init(_ options: CheckOptions, isSimulated: Bool) {
        path = options.baselineFile
        self.isSimulated = isSimulated
    }

    /// The comparer of a run with the baseline; nil where there is none.
    ///
    /// A baseline that cannot be used ends the run: a gate without its baseline must not be green.
    func comparer(files: [String], masker: SecretMasker) throws(UsageError) -> ReportComparer? {
        guard let path else { return nil }
        do throws(ReportFile.Fault) {
            let old = try ReportFile(path).report
            guard old.metadata.shard == nil else {
                throw ReportFile.Fault(problem: Problem("\(path): is a part of a run: merge the parts first"))
            }
            guard old.metadata.isSimulated == isSimulated else {
                let words = isSimulated ? "is not of a simulated run, as this one is" : "is of a simulated run"
                throw ReportFile.Fault(problem: Problem("\(path): \(words): it cannot be compared with this one"))
            }
            return ReportComparer(with: old, path: path, files: files) { masker.mask(field: $0) }
        } catch {
            throw UsageError("--baseline: \(error.sentence)")
        }
    }
}
