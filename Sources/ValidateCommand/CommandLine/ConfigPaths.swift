import DestinationHealth

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The configs that the operands of a command line name, in order: those of a directory are the `*.json` directly in it,
/// those of a pattern that the shell did not expand the files that it matches. Only directories are opened.
struct ConfigPaths {
    /// One config.
    struct Entry: Hashable {
        /// The config itself.
        let source: ConfigSource
        /// The prefix of its destinations' names: the file's name without `.json`, if it was found in a directory.
        var qualifier: String?

        /// Reads the config.
        ///
        /// - Returns: The bytes; nil for a config that cannot be read, which is added to the problems, and for a report or
        ///   a state that an earlier run left among the configs of a directory.
        func read(_ deadline: ReadDeadline, _ problems: inout [Problem]) -> [UInt8]? {
            do throws(FileReadError) {
                let bytes = try source.read(deadline)
                return qualifier != nil && Self.isOwnOutput(bytes) ? nil : bytes
            } catch {
                problems.append(Problem("\(source.path): cannot be read: \(error.words)"))
                return nil
            }
        }

        /// The destinations of the config, under the names that they have in reports.
        func qualified(_ destinations: [Destination]) -> [Destination] {
            qualifier.map { destinations.qualified(byFile: $0) } ?? destinations
        }

        private static func isOwnOutput(_ bytes: [UInt8]) -> Bool {
            ["{\"format\":\"validate-state\"", "{\n  \"report_version\":"].contains { bytes.starts(with: $0.utf8) }
        }
    }

    /// Every config once.
    private(set) var entries: [Entry] = []
    /// The operands without a config, and the configs that were given twice.
    private(set) var problems: [Problem] = []
    private var seen: Set<FileIdentity> = []

    /// Looks up the operands.
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
        if isEmpty { problems.append(Problem("\(path): holds no *.json file")) }
    }

    private static let ending = Array(".json".utf8)

    /// Hidden files are left out: `.json` itself, and those of editors and Kubernetes.
    private static func isConfig(_ name: [UInt8]) -> Bool {
        name.first != UInt8(ascii: ".") && name.suffix(ending.count) == ending[...]
    }

    /// Every name in a directory.
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
            // In place: a short entry ends before the declared size of its type.
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name.0) { start in
                    Array(UnsafeRawBufferPointer(start: start, count: strlen(start)))
                }
            )
        }
    }

    // MARK: Patterns

    /// Whether a path is a shell pattern; the path of an existing file is not.
    private static func isPattern(_ path: String) -> Bool {
        var status = stat()
        return path.utf8.contains { "*?[".utf8.contains($0) } && !path.utf8.contains(0) && lstat(path, &status) != 0
    }

    private mutating func addMatches(_ pattern: String) {
        var matches = glob_t()
        defer { globfree(&matches) }
        // Nothing matches in a directory that cannot be read, as in a shell.
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

    /// A name as text. A name that is not UTF-8 cannot be reported in a way that leads back to the file.
    private mutating func usable(_ name: [UInt8], in place: String) -> String? {
        if let text = String(validating: name, as: UTF8.self) { return text }
        problems.append(
            Problem(
                "\(place): \(String(decoding: name, as: UTF8.self)) cannot be used, its name is not UTF-8: rename it"
            )
        )
        return nil
    }

    /// Whether a path leads to a regular file, or is unreadable: a dead link must be reported as a missing config.
    private static func mayBeFile(_ path: String) -> Bool {
        kind(path).map { $0 == S_IFREG } ?? true
    }

    /// The type of the file that a path leads to, links followed; nil if unknown.
    private static func kind(_ path: String) -> mode_t? {
        var status = stat()
        guard !path.utf8.contains(0), stat(path, &status) == 0 else { return nil }
        return status.st_mode & S_IFMT
    }
}
