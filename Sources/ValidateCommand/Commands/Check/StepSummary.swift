import DestinationHealth
import Reporting

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The file whose Markdown GitHub Actions shows on the page of a run (`GITHUB_STEP_SUMMARY`). Other programs of the step
/// append to it too, so it is appended to and never replaced.
struct StepSummary {
    /// GitHub refuses the whole summary of a step that is larger.
    static let maximumBytes = 1 << 20
    private static let variable = "GITHUB_STEP_SUMMARY"

    private let path: String
    private let inputs: [FileIdentity]

    /// The file that the runner named; nil if it named none, or no report is for GitHub.
    init?(options: CheckOptions, inputs: [FileIdentity]) {
        guard options.reports.contains(where: { $0.format == .github }),
            let path = SystemEnvironment().variable(Self.variable), !path.isEmpty
        else { return nil }
        self.path = path
        self.inputs = inputs
    }

    /// Appends the report, as much of it as there is room for.
    func append(_ report: Report, masker: SecretMasker) throws(FileFailure) {
        do throws(FileFailure) {
            try write(report, masker)
        } catch {
            throw FileFailure("\(Self.variable): \(path) could not be written: \(error.words)")
        }
    }

    private func write(_ report: Report, _ masker: SecretMasker) throws(FileFailure) {
        guard !path.utf8.contains(0) else { throw FileFailure("its path has a null character in it") }
        // O_NONBLOCK: opening a pipe without a reader must not wait.
        let flags = O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
        let descriptor = open(path, flags, 0o644)
        guard descriptor >= 0 else {
            throw errno == ELOOP ? FileFailure("it is a symbolic link, which is not written through") : .last
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .last }
        guard status.st_mode & S_IFMT == S_IFREG else { throw FileFailure("it is not a regular file") }
        guard !inputs.contains(FileIdentity(status)) else { throw FileFailure("the run reads that file") }
        let room = Self.maximumBytes - Int(status.st_size) - 1
        let page = MarkdownFormat(masker: masker, maximumBytes: room).bytes(of: report)
        guard page.count <= room else { throw FileFailure("it is full: GitHub takes 1 MiB") }
        let sink = OutputSink(descriptor: descriptor, masker: masker)
        // The last line in the file may have no line break.
        sink.write((status.st_size > 0 ? [0x0A] : []) + page)
        do throws(OutputFailure) {
            try sink.flush()
        } catch {
            throw FileFailure("\(error)")
        }
    }
}
