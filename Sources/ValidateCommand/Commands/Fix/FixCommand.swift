import DestinationHealth
import Reporting
import TikTokAPI

/// `validate fix`: removes from the values of configs what does not belong to them, and nothing else.
struct FixCommand {
    let options: FixOptions
    let context: CommandContext

    /// A config that was read, and how to fix it.
    private struct Input {
        let path: String
        let file: FileIdentity?
        let bytes: [UInt8]
        let fix: ConfigFix
    }

    /// Runs to the end.
    ///
    /// - Returns: The exit status.
    func run() -> Int32 {
        let deadline = ReadDeadline(interruption: context.signals.interruption)
        let environment = SystemEnvironment(patience: deadline)
        var problems: [Problem] = []
        let inputs = read(deadline, environment, &problems)
        var statuses: [ExitStatus] = problems.contains { $0.severity == .error } ? [.unusable] : []

        // Before anything is written: one config may hold the secret of another as a name.
        let masker = SecretMasker(inputs.flatMap { $0.fix.original.secrets + $0.fix.fixed.secrets })
        context.mask(with: masker, environment: environment)
        context.report(problems, color: options.color, masker: masker)

        for input in inputs where context.signals.received == nil {
            if !input.fix.changes.isEmpty, options.isCheck { statuses.append(.unhealthy) }
            var outcome = TextFormat.FixOutcome.notAsked
            if options.writes {
                do throws(FileFailure) {
                    if !input.fix.changes.isEmpty { try write(input) }
                    outcome = .written
                } catch {
                    outcome = .failed
                    statuses.append(.notWritten)
                    context.report("\(input.path) could not be written: \(error.words)")
                }
            }
            show(input, outcome, masker)
        }
        if !context.flushOutput() { statuses.append(.notWritten) }
        return ExitStatus.combined(statuses).rawValue
    }

    /// Reads every config; one that cannot be read does not keep the others from being fixed.
    private func read(
        _ deadline: ReadDeadline,
        _ environment: SystemEnvironment,
        _ problems: inout [Problem]
    ) -> [Input] {
        let fixer = ConfigFixer(environment: environment)
        let paths = ConfigPaths(options.configs)
        problems += paths.problems
        var inputs: [Input] = []
        for entry in paths.entries {
            let path = entry.source.path
            let file = FileIdentity(path: path)
            guard let bytes = entry.read(deadline, &problems) else { continue }
            let fix = fixer.fix(bytes, path: path)
            let errors = fix.original.problems.filter { $0.severity == .error }
            problems += errors
            if errors.isEmpty || !fix.original.destinations.isEmpty {
                inputs.append(Input(path: path, file: file, bytes: bytes, fix: fix))
            }
        }
        return inputs
    }

    /// Replaces the config by the fixed one, if it is still the one that was read.
    private func write(_ input: Input) throws(FileFailure) {
        let place = try FilePlace(path: input.path)
        guard try place.replaceableStatus() != nil else { throw FileFailure("it is gone") }
        let file = try AtomicFile(place, newMode: 0o600)
        let sink = file.sink(masker: .none)
        sink.write(input.fix.bytes)
        try file.flush(sink)
        let now = try? FileReader.read(path: input.path, maximumBytes: ConfigLoader.maximumBytes)
        guard let status = try? place.status(), FileIdentity(status) == input.file, now == input.bytes else {
            file.discard()
            throw FileFailure("another program changed it meanwhile")
        }
        try file.commit()
    }

    /// Shows what was fixed and what is left. With `--diff` standard output is the diff alone.
    private func show(_ input: Input, _ outcome: TextFormat.FixOutcome, _ masker: SecretMasker) {
        let (standardOutput, standardError) = (context.standardOutput, context.standardError)
        let toOutput = format(1, masker)
        guard options.showsDiff else {
            standardOutput.write(toOutput.changes(input.fix, outcome))
            standardOutput.write(toOutput.leftovers(input.fix, path: input.path, outcome))
            return
        }
        standardOutput.write(toOutput.diff(input.fix, path: input.path))
        standardError.write(format(2, masker).leftovers(input.fix, path: input.path, outcome))
    }

    private func format(_ descriptor: Int32, _ masker: SecretMasker) -> TextFormat {
        var style = TextFormat.Options(for: Terminal(descriptor: descriptor), color: options.color, masker: masker)
        style.plainKeys = Field.plainKeys
        return TextFormat(style)
    }
}
