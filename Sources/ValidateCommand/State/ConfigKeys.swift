#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The keys of configs in a state: their paths relative to the state's own directory.
///
/// So a checkout may move as a whole, and it does not matter where a run is started or how the path is written. Links are
/// not followed: `current/config.json` stays the same config when `current` points to the next release.
struct ConfigKeys {
    /// The parts of the path of the state's directory, from the root; nil if unknown.
    private let base: [Substring]?
    private let workingDirectory: String?

    /// - Parameters:
    ///   - statePath: The path of the state, as it was given.
    ///   - workingDirectory: The directory that relative paths begin at; nil if unknown.
    init(statePath: String, workingDirectory: String?) {
        self.workingDirectory = workingDirectory
        base = Self.parts(of: statePath, in: workingDirectory).map { Array($0.dropLast()) }
    }

    /// The working directory of the process.
    static var workingDirectory: String? {
        guard let path = getcwd(nil, 0) else { return nil }
        defer { free(path) }
        return String(cString: path)
    }

    /// The key of a config.
    func key(for path: String) -> String {
        // Not a path that a config is likely to have.
        guard path != "-" else { return "(standard input)" }
        guard let base, let parts = Self.parts(of: path, in: workingDirectory) else { return path }
        let common = zip(base, parts).prefix { $0.utf8.elementsEqual($1.utf8) }.count
        let up = Array(repeating: Substring(".."), count: base.count - common)
        return (up + parts[common...]).joined(separator: "/")
    }

    /// The parts of an absolute path, without `.` and `..`.
    private static func parts(of path: String, in directory: String?) -> [Substring]? {
        let isAbsolute = path.utf8.first == UInt8(ascii: "/")
        guard let beginning = isAbsolute ? "" : directory else { return nil }
        var parts: [Substring] = []
        for part in "\(beginning)/\(path)".utf8.split(separator: UInt8(ascii: "/")).map(Substring.init) {
            switch part {
            case ".": continue
            case "..": _ = parts.popLast()
            default: parts.append(part)
            }
        }
        return parts
    }
}
