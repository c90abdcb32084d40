import DestinationHealth
import Reporting
import TikTokAPI

/// `validate import`: the destinations of other products' configs as a config of ours, without a secret in it.
struct ImportCommand {
    let options: ImportOptions
    let environment: any ConfigEnvironment
    let patience: ReadDeadline
    let standardOutput: OutputSink
    let standardError: OutputSink

    /// Runs to the end.
    ///
    /// - Returns: The status to exit with.
    func run() -> Int32 {
        let input = read()
        let masker = SecretMasker(input.secrets)
        ActionsMask.announce(masker, environment: environment)
        standardError.mask(with: masker)
        for config in input.recognised { tell(config.sentence) }
        ProblemNotices(color: .auto, masker: masker).tell(input.problems, to: standardError)
        let isUsable = !input.problems.contains { $0.severity == .error }
        guard !input.destinations.isEmpty else { return ExitStatus.unusable.rawValue }

        let config = GeneratedConfig(input.destinations)
        for omission in config.omissions { tell("not carried over: \(omission)") }
        if !config.variables.isEmpty { tell("the config reads these variables, which must be set where it is used:") }
        for variable in config.variables { tell("  \(variable.name)  \(Self.list(variable.uses))") }
        // Not masked: there is no secret in it, and a mask would change it.
        standardOutput.write(config.bytes)
        do throws(OutputFailure) {
            try standardOutput.flush()
            return isUsable ? ExitStatus.healthy.rawValue : ExitStatus.unusable.rawValue
        } catch {
            if !error.isBrokenPipe { tell("standard output could not be written: \(error)") }
            return ExitStatus.notWritten.rawValue
        }
    }

    private struct Input {
        var destinations: [Destination] = []
        var recognised: [RecognisedConfig] = []
        var problems: [Problem] = []
        var secrets: [Secret] = []
    }

    private func read() -> Input {
        let loader = ConfigLoader(environment: environment)
        let paths = ConfigPaths(options.configs)
        var input = Input(problems: paths.problems)
        for entry in paths.entries {
            let path = entry.source.path
            let bytes: [UInt8]
            do throws(FileReadError) {
                bytes = try entry.source.read(patience)
            } catch {
                input.problems.append(Problem("\(path): cannot be read: \(error.words)"))
                continue
            }
            if entry.isLeftOut(bytes) { continue }
            let config = loader.load(bytes, path: path)
            input.secrets += config.secrets
            input.problems += config.problems
            guard let recognised = config.recognised else {
                if !config.destinations.isEmpty {
                    input.problems.append(Problem("\(path): is a config of ours already, there is nothing to import"))
                }
                continue
            }
            input.recognised.append(recognised)
            input.destinations +=
                entry.qualifier.map { config.destinations.qualified(byFile: $0) } ?? config.destinations
        }
        return input
    }

    private func tell(_ line: String) {
        standardError.write("validate: \(TerminalText(line).text)\n")
    }

    /// The first of several, and how many there are.
    private static func list(_ uses: [String]) -> String {
        let shown = uses.prefix(3).joined(separator: ", ")
        return uses.count > 3 ? "\(shown) and \(uses.count - 3) more" : shown
    }
}
