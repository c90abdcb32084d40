import LocatedJSON

extension CheckOptions {
    /// Reads the arguments of `check`.
    ///
    /// - Parameters:
    ///   - arguments: What follows the command's name, or all arguments where it was left out.
    ///   - isNamed: Whether the command's name stood in front of them.
    init(reading arguments: [String], isNamed: Bool) throws(UsageError) {
        var reader = ArgumentReader(rows: Self.table, options: CheckOptions())
        try reader.read(arguments)
        self = reader.options
        var operands = reader.operands[...]
        if !isNamed, let first = operands.first, !first.isAfterEnd, let command = Command.named(first.text) {
            // "validate --offline check config.json" can mean only one thing; "validate --strict rules" could mean two.
            guard command == .check else {
                throw UsageError(
                    "the command \(command.name) must be the first argument",
                    hint: "for a config file of that name write ./\(command.name)"
                )
            }
            operands.removeFirst()
        }
        configs = try ConfigSource.list(operands.map(\.text))
        try checkReports()
        try checkState()
    }

    /// A verdict without a proof must never be remembered as one.
    private func checkState() throws(UsageError) {
        guard stateFile != nil, isOffline || isDryRun else { return }
        throw UsageError(
            "--state cannot be used with \(isOffline ? "--offline" : "--dry-run")",
            hint: "it remembers what TikTok answered, and nothing is asked then"
        )
    }

    func checkReports() throws(UsageError) {
        guard reports.count(where: { $0.path == nil }) <= 1 else {
            throw UsageError(
                "--format: only one report can go to standard output",
                hint: "give the others a path: --format json=report.json"
            )
        }
        let files = reportFiles
        for (index, file) in files.enumerated() {
            guard !files[..<index].contains(where: { $0.path.hasSameBytes(as: file.path) }) else {
                throw UsageError("--format: two reports have the same path")
            }
            let isConfig = configs.contains { source in
                if case .file(let path) = source { path.hasSameBytes(as: file.path) } else { false }
            }
            guard !isConfig else { throw UsageError("--format: the report would overwrite a config") }
        }
    }
}

extension ConfigSource {
    /// The configs that a command line names; at least one, standard input at most once, and only offered where it can be
    /// used.
    static func list(_ operands: [String], orStandardInput: Bool = true) throws(UsageError) -> [ConfigSource] {
        var sources: [ConfigSource] = []
        for path in operands {
            guard !path.isEmpty else {
                throw UsageError("the path of a config is empty", hint: "is a shell variable unset?")
            }
            let source = path.hasSameBytes(as: "-") ? ConfigSource.standardInput : .file(path)
            guard source != .standardInput || !sources.contains(.standardInput) else {
                throw UsageError("standard input (-) is given twice; it can be read once")
            }
            sources.append(source)
        }
        guard !sources.isEmpty else {
            throw UsageError(
                "no config is given",
                hint: "give the path of at least one config file" + (orStandardInput ? ", or - for standard input" : "")
            )
        }
        return sources
    }
}
