import DestinationHealth
import Reporting
import TikTokAPI

/// `validate fix`: takes off the values of configs what does not belong to them, and nothing else.
struct FixCommand {
    let options: FixOptions
    let signals: SignalListener
    let standardOutput: OutputSink
    let standardError: OutputSink

    /// A config that was read, and how it is to be fixed.
    private struct Input {
        let path: String
        let file: FileIdentity?
        let bytes: [UInt8]
        let fix: ConfigFix
    }

    /// Runs to the end.
    ///
    /// - Returns: The status to exit with.
    func run() -> Int32 {
        let patience = ReadDeadline(interruption: signals.interruption)
        let environment = SystemEnvironment(patience: patience)
        var problems: [Problem] = []
        let inputs = read(patience, environment, &problems)
        var statuses: [ExitStatus] = problems.contains { $0.severity == .error } ? [.unusable] : []

        // Before anything is written: one config may hold the secret of another as a name.
        let masker = SecretMasker(inputs.flatMap { $0.fix.original.secrets + $0.fix.fixed.secrets })
        ActionsMask.announce(masker, environment: environment)
        standardOutput.mask(with: masker)
        standardError.mask(with: masker)
        ProblemNotices(color: options.color, masker: masker).tell(problems, to: standardError)

        for input in inputs where signals.received == nil {
            if !input.fix.changes.isEmpty, options.isCheck { statuses.append(.unhealthy) }
            var outcome = TextFormat.FixOutcome.notAsked
            if options.writes {
                do throws(FileFailure) {
                    if !input.fix.changes.isEmpty { try write(input) }
                    outcome = .written
                } catch {
                    outcome = .failed
                    statuses.append(.notWritten)
                    let words = "\(input.path) could not be written: \(error.words)"
                    standardError.write("validate: \(TerminalText(words).text)\n")
                }
            }
            tell(input, outcome, masker)
        }
        do throws(OutputFailure) {
            try standardOutput.flush()
        } catch {
            statuses.append(.notWritten)
            if !error.isBrokenPipe {
                standardError.write("validate: standard output could not be written: \(error)\n")
            }
        }
        return ExitStatus.combined(statuses).rawValue
    }

    /// Reads every config; one that cannot be read does not keep the others from being fixed.
    private func read(
        _ patience: ReadDeadline,
        _ environment: SystemEnvironment,
        _ problems: inout [Problem]
    ) -> [Input] {
        let fixer = ConfigFixer(environment: environment)
        let paths = ConfigPaths(options.configs)
        problems += paths.problems
        var inputs: [Input] = []
        for entry in paths.entries {
            let path = entry.source.path
            do throws(FileReadError) {
                let file = FileIdentity(path: path)
                let bytes = try entry.source.read(patience)
                if entry.isLeftOut(bytes) { continue }
                let fix = fixer.fix(bytes, path: path)
                let errors = fix.original.problems.filter { $0.severity == .error }
                problems += errors
                if errors.isEmpty || !fix.original.destinations.isEmpty {
                    inputs.append(Input(path: path, file: file, bytes: bytes, fix: fix))
                }
            } catch {
                problems.append(Problem("\(path): cannot be read: \(error.words)"))
            }
        }
        return inputs
    }

    /// Puts the fixed config into the place of the one that was read, if that is still there.
    private func write(_ input: Input) throws(FileFailure) {
        let place = try FilePlace(path: input.path)
        guard try place.replaceableStatus() != nil else { throw FileFailure("it is gone") }
        let file = try AtomicFile(place, newMode: 0o600)
        let sink = file.sink(masker: .none)
        sink.write(input.fix.bytes)
        do throws(OutputFailure) {
            try sink.flush()
        } catch {
            file.discard()
            throw FileFailure("\(error)")
        }
        let now = try? FileReader.read(path: input.path, maximumBytes: ConfigLoader.maximumBytes)
        guard let status = try? place.status(), FileIdentity(status) == input.file, now == input.bytes else {
            file.discard()
            throw FileFailure("it was changed by somebody else meanwhile")
        }
        try file.commit()
    }

    /// With `--diff` standard output is the diff alone.
    private func tell(_ input: Input, _ outcome: TextFormat.FixOutcome, _ masker: SecretMasker) {
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
        let variable = SystemEnvironment().variable
        var style = TextFormat.Options()
        style.usesColor = Terminal(descriptor: descriptor).usesColor(options.color, variable)
        style.usesUnicode = Terminal.usesUnicode(variable)
        style.plainKeys = ConfigField.plainKeys
        style.masker = masker
        return TextFormat(style)
    }
}
