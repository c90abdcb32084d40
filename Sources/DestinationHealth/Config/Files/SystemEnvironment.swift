#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The variables and files of the machine that the program runs on.
///
/// Files are read whole, within the limit that is asked for. What is no regular file (a pipe, say) is waited for, ten seconds
/// at most without a byte.
public struct SystemEnvironment: ConfigEnvironment {
    private let patience: ReadDeadline

    /// Makes the one environment there is.
    public init() {
        self.init(patience: ReadDeadline())
    }

    /// Makes an environment whose files are not waited for beyond a limit, or an interruption.
    package init(patience: ReadDeadline) {
        self.patience = patience
    }

    /// The value of an environment variable.
    public func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// The content of a file, opened once and read to its end.
    public func contents(
        ofFile path: String,
        relativeTo directory: String?,
        maximumBytes: Int
    ) throws(FileReadError) -> [UInt8] {
        let isAbsolute = path.utf8.first == UInt8(ascii: "/")
        let full = isAbsolute ? path : [directory, path].compactMap { $0 }.joined(separator: "/")
        return try FileReader.read(path: full, maximumBytes: maximumBytes, patience: patience)
    }

    /// The mode of a regular file, and whether git keeps it.
    public func exposure(ofFile path: String, relativeTo directory: String?, asksGit: Bool) -> FileExposure? {
        let isAbsolute = path.utf8.first == UInt8(ascii: "/")
        let full = isAbsolute ? path : [directory, path].compactMap { $0 }.joined(separator: "/")
        var status = stat()
        guard !full.utf8.contains(0), stat(full, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return FileExposure(
            permissions: UInt16(status.st_mode & 0o7777),
            isTrackedByGit: asksGit && GitIndex.lists(fileAt: full)
        )
    }
}
