import DestinationHealth

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The configs that the operands of a command line stand for, in order: a directory for the `*.json` directly in it, a
/// pattern that the shell did not expand for the files that it matches, anything else for itself. Nothing is opened but
/// directories.
struct ConfigPaths {
    /// One config.
    struct Entry: Hashable {
        /// Where it is read from.
        let source: ConfigSource
        /// What the names of its destinations are qualified by: the file's name without `.json`, if it was found in a
        /// directory.
        var qualifier: String?

        /// Whether it lies among configs without being one: a report or a state that a run has written there.
        func isLeftOut(_ bytes: [UInt8]) -> Bool {
            guard qualifier != nil else { return false }
            return ["{\"format\":\"validate-state\"", "{\n  \"report_version\":"].contains {
                bytes.starts(with: $0.utf8)
            }
        }
    }

    /// Every config once.
    private(set) var entries: [Entry] = []
    /// What no config could be found for, and which were given twice.
    private(set) var problems: [Problem] = []
    private var seen: Set<FileIdentity> = []

    /// Looks up what the operands stand for.
    init(_ operands: [ConfigSource]) {
        for operand in operands {
            guard case .file(let path) = operand else {
                entries.append(Entry(source: operand))
                continue
            }
            if Self.kind(path) == S_IFDIR {
                addDirectory(path)
            } else if Self.isPattern(path) {
                addMatches(path)
            } else {
                add(path)
            }
        }
    }

    private mutating func add(_ path: String, qualifier: String? = nil) {
        if let identity = FileIdentity(path: path), !seen.insert(identity).inserted {
            problems.append(Problem("\(path): is the same file as one before", severity: .warning))
        } else {
            entries.append(Entry(source: .file(path), qualifier: qualifier))
        }
    }

    // MARK: Directories

    private mutating func addDirectory(_ path: String) {
        let names: [[UInt8]]
        do throws(FileFailure) {
            names = try Self.names(in: path)
        } catch {
            problems.append(Problem("\(path): cannot be read: \(error.words)"))
            return
        }
        let end = path.utf8.lastIndex { $0 != UInt8(ascii: "/") }
        let prefix = end.map { String(path[...$0]) + "/" } ?? "/"
        var isEmpty = true
        for name in names.sorted(by: { $0.lexicographicallyPrecedes($1) }) where Self.isConfig(name) {
            guard let text = usable(name, in: path) else {
                isEmpty = false
                continue
            }
            guard Self.mayBeFile(prefix + text) else { continue }
            isEmpty = false
            add(prefix + text, qualifier: String(decoding: name.dropLast(Self.ending.count), as: UTF8.self))
        }
        if isEmpty { problems.append(Problem("\(path): holds no *.json, and a directory stands for those in it")) }
    }

    private static let ending = Array(".json".utf8)

    /// `.json` alone is hidden, as is what editors and Kubernetes put beside a config.
    private static func isConfig(_ name: [UInt8]) -> Bool {
        name.first != UInt8(ascii: ".") && name.suffix(ending.count) == ending[...]
    }

    /// Every name in a directory, which is closed before anything in it is opened.
    private static func names(in path: String) throws(FileFailure) -> [[UInt8]] {
        guard let directory = opendir(path) else { throw .last }
        defer { closedir(directory) }
        var names: [[UInt8]] = []
        while true {
            errno = 0
            guard let entry = readdir(directory) else {
                guard errno == 0 else { throw .last }
                return names
            }
            // In place: a short entry is shorter than its type says.
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name.0) { start in
                    Array(UnsafeRawBufferPointer(start: start, count: strlen(start)))
                }
            )
        }
    }

    // MARK: Patterns

    /// Whether a path is a pattern for a shell to expand; one that exists is none.
    private static func isPattern(_ path: String) -> Bool {
        var status = stat()
        return path.utf8.contains { "*?[".utf8.contains($0) } && !path.utf8.contains(0) && lstat(path, &status) != 0
    }

    private mutating func addMatches(_ pattern: String) {
        var matches = glob_t()
        defer { globfree(&matches) }
        // What cannot be looked into matches nothing, as in a shell.
        let status = glob(pattern, GLOB_NOSORT, nil, &matches)
        guard status == 0 || status == GLOB_NOMATCH else {
            problems.append(Problem("\(pattern): cannot be looked up: \(FileFailure.last.words)"))
            return
        }
        let paths = (0..<(status == 0 ? Int(matches.gl_pathc) : 0)).compactMap { index in
            matches.gl_pathv[index].map { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
        }
        var isEmpty = true
        for path in paths.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            guard let text = usable(path, in: pattern) else {
                isEmpty = false
                continue
            }
            guard Self.mayBeFile(text) else { continue }
            isEmpty = false
            add(text)
        }
        if isEmpty { problems.append(Problem("\(pattern): no file matches")) }
    }

    // MARK: Files

    /// A name as text. Bytes that are none could not be reported, nor opened again from what was reported.
    private mutating func usable(_ name: [UInt8], in place: String) -> String? {
        if let text = String(validating: name, as: UTF8.self) { return text }
        problems.append(
            Problem(
                "\(place): \(String(decoding: name, as: UTF8.self)) cannot be used, its name is not UTF-8: rename it"
            )
        )
        return nil
    }

    /// Whether a path leads to a regular file, or to nothing that can be told: a dead link is a config that is missed.
    private static func mayBeFile(_ path: String) -> Bool {
        kind(path).map { $0 == S_IFREG } ?? true
    }

    /// What a path leads to, links followed; nil if that cannot be told.
    private static func kind(_ path: String) -> mode_t? {
        var status = stat()
        guard !path.utf8.contains(0), stat(path, &status) == 0 else { return nil }
        return status.st_mode & S_IFMT
    }
}

extension ConfigSource {
    /// How reports call it.
    var path: String {
        switch self {
        case .standardInput: "-"
        case .file(let path): path
        }
    }

    /// Reads the config to its end, as far as configs may go.
    func read(_ patience: ReadDeadline) throws(FileReadError) -> [UInt8] {
        let maximumBytes = ConfigLoader.maximumBytes
        switch self {
        case .standardInput:
            guard isatty(0) != 1 else { throw FileReadError("standard input is a terminal") }
            return try FileReader.read(descriptor: 0, maximumBytes: maximumBytes, patience: patience)
        case .file(let path):
            return try FileReader.read(path: path, maximumBytes: maximumBytes, patience: patience)
        }
    }
}
