import LocatedJSON
import DestinationHealth

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where a config comes from.
package enum ConfigSource: Sendable, Hashable {
    /// `-`.
    case standardInput
    /// A path, as it was given.
    case file(String)

    /// The name in reports.
    var path: String {
        switch self {
        case .standardInput: "-"
        case .file(let path): path
        }
    }

    /// Reads the config to its end, up to the size limit of configs.
    func read(_ deadline: ReadDeadline) throws(FileReadError) -> [UInt8] {
        let maximumBytes = ConfigLoader.maximumBytes
        switch self {
        case .standardInput:
            guard isatty(0) != 1 else { throw FileReadError("standard input is a terminal") }
            return try FileReader.read(descriptor: 0, maximumBytes: maximumBytes, patience: deadline)
        case .file(let path):
            return try FileReader.read(path: path, maximumBytes: maximumBytes, patience: deadline)
        }
    }
}

extension ConfigSource {
    /// The configs that a command line names: at least one, and standard input at most once.
    ///
    /// - Parameters:
    ///   - operands: The arguments that are not options.
    ///   - suggestsStandardInput: Whether the message for no config at all mentions standard input.
    static func list(_ operands: [String], suggestsStandardInput: Bool = true) throws(UsageError) -> [ConfigSource] {
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
                hint: "give the path of at least one config file"
                    + (suggestsStandardInput ? ", or - for standard input" : "")
            )
        }
        return sources
    }
}
