/// Why a text is not accepted as JSON, and where.
///
/// The message never quotes the file, which may hold pasted secrets: characters are named by code point.
package struct JSONError: Error, Sendable, Hashable {
    /// One sentence in lower case without a full stop; it says what to do if that is not obvious.
    package let message: String
    package let byteOffset: Int
    package let position: SourcePosition
    /// A second place that belongs to the error, such as the first of two equal keys or an unmatched bracket.
    package let related: SourcePosition?
}
