import DestinationHealth
import Reporting
import TikTokAPI

/// `validate import`: the destinations of other products' configs as a config of ours, without a secret in it.
struct ImportCommand {
    let options: ImportOptions
    let context: CommandContext

    /// Runs to the end.
    ///
    /// - Returns: The exit status.
    func run() -> Int32 {
        let deadline = ReadDeadline(interruption: context.signals.interruption)
        let environment = SystemEnvironment(patience: deadline)
        let input = read(deadline, environment)
        let masker = SecretMasker(input.secrets)
        ActionsMask.announce(masker, environment: environment)
        context.standardError.mask(with: masker)
        for config in input.recognised { context.report(config.sentence) }
        context.report(input.problems, color: .auto, masker: masker)
        guard !input.destinations.isEmpty else { return ExitStatus.unusable.rawValue }

        let config = GeneratedConfig(input.destinations)
        for omission in config.omissions { context.report("not carried over: \(omission)") }
        if !config.variables.isEmpty {
            context.report("the config reads these variables, which must be set where it is used:")
        }
        for variable in config.variables { context.report("  \(variable.name)  \(Self.list(variable.uses))") }
        // Not masked: there is no secret in it, and a mask would change it.
        context.standardOutput.write(config.bytes)
        guard context.flushOutput() else { return ExitStatus.notWritten.rawValue }
        let isComplete = !input.problems.contains { $0.severity == .error }
        return (isComplete ? ExitStatus.healthy : .unusable).rawValue
    }

    /// The contents of all configs.
    private struct Input {
        var destinations: [Destination] = []
        var recognised: [RecognisedConfig] = []
        var problems: [Problem] = []
        var secrets: [Secret] = []
    }

    private func read(_ deadline: ReadDeadline, _ environment: SystemEnvironment) -> Input {
        let loader = ConfigLoader(environment: environment)
        let paths = ConfigPaths(options.configs)
        var input = Input(problems: paths.problems)
        for entry in paths.entries {
            guard let bytes = entry.read(deadline, &input.problems) else { continue }
            let path = entry.source.path
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
            input.destinations += entry.qualified(config.destinations)
        }
        return input
    }

    /// The first of several uses, and how many more there are.
    private static func list(_ uses: [String]) -> String {
        let shown = uses.prefix(3).joined(separator: ", ")
        return uses.count > 3 ? "\(shown) and \(uses.count - 3) more" : shown
    }
}
