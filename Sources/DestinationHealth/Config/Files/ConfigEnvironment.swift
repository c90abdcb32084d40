/// What lies around a config: environment variables and files. Handed in, so that tests need neither. A config of many
/// destinations is read in parts, so that several threads may ask at a time.
public protocol ConfigEnvironment: Sendable {
    /// The value of an environment variable; nil if it is not set. Bytes that are no UTF-8 count as set and empty.
    func variable(_ name: String) -> String?

    /// The whole content of a file.
    ///
    /// - Parameters:
    ///   - path: The path as it was written, relative to `directory` unless it begins with a slash.
    ///   - directory: The directory of the config file; nil for the working directory.
    ///   - maximumBytes: Where to give up.
    /// - Throws: ``FileReadError`` with words for people.
    func contents(ofFile path: String, relativeTo directory: String?, maximumBytes: Int) throws(FileReadError)
        -> [UInt8]

    /// Who may see what stands in a file; nil where that cannot be told, or the file is no regular one.
    ///
    /// - Parameters:
    ///   - path: The path as it was written, relative to `directory` unless it begins with a slash.
    ///   - directory: The directory of the config file; nil for the working directory.
    ///   - asksGit: Whether to find out if git keeps the file.
    func exposure(ofFile path: String, relativeTo directory: String?, asksGit: Bool) -> FileExposure?
}

extension ConfigEnvironment {
    /// Nothing is known.
    public func exposure(ofFile path: String, relativeTo directory: String?, asksGit: Bool) -> FileExposure? { nil }
}

/// Why a file could not be read.
public struct FileReadError: Error, Sendable, Hashable {
    /// Lower case, no full stop, without the path: `no such file`, `is a directory`.
    public let words: String

    /// Makes an error.
    public init(_ words: String) {
        self.words = words
    }
}
