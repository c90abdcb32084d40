#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// How a state calls the configs: by the way from its own directory to them.
///
/// So a checkout may move as a whole, and it does not matter where a run is started or how the path is written. Links are
/// not followed: `current/config.json` stays one config when `current` leads to the next release.
struct ConfigKeys {
    /// The parts of the state's directory from the root; nil if nobody knows where it is.
    private let base: [Substring]?
    private let workingDirectory: String?

    /// - Parameters:
    ///   - statePath: Where the state lies, as it was given.
    ///   - workingDirectory: What relative paths begin at; nil if it is unknown.
    init(statePath: String, workingDirectory: String?) {
        self.workingDirectory = workingDirectory
        base = Self.parts(of: statePath, in: workingDirectory).map { Array($0.dropLast()) }
    }

    /// The process's own directory.
    static var workingDirectory: String? {
        guard let path = getcwd(nil, 0) else { return nil }
        defer { free(path) }
        return String(cString: path)
    }

    /// The key of a config.
    func key(for path: String) -> String {
        // No path from the state reads like this but one that nobody has.
        guard path != "-" else { return "(standard input)" }
        guard let base, let parts = Self.parts(of: path, in: workingDirectory) else { return path }
        let common = zip(base, parts).prefix { $0.utf8.elementsEqual($1.utf8) }.count
        let up = Array(repeating: Substring(".."), count: base.count - common)
        return (up + parts[common...]).joined(separator: "/")
    }

    /// The parts of an absolute path, without those that lead nowhere.
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
