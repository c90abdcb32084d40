/// Why a text is not accepted as JSON, and where.
///
/// The message never contains text of the file, which may hold pasted secrets: characters are named by code point.
public struct JSONError: Error, Sendable, Hashable {
    /// One sentence in lower case without a full stop; it says what to do where that is not obvious.
    public let message: String
    /// The offset in bytes from the start of the file.
    public let byteOffset: Int
    /// The line and column of `byteOffset`.
    public let position: SourcePosition
    /// A second place that belongs to the error, such as the first of two equal keys or an unmatched bracket.
    public let related: SourcePosition?
}
