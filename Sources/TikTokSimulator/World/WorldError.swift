package import LocatedJSON

/// Why a text is not accepted as a world, and where.
///
/// The message never quotes a token or a secret: a world may have been made from a real config.
public struct WorldError: Error, Sendable, Hashable, CustomStringConvertible {
    /// One sentence in lower case without a full stop; it says what is allowed where that is not obvious.
    public let message: String
    /// The line and column of the key or value that is wrong.
    package let position: SourcePosition

    package init(_ message: String, at position: SourcePosition) {
        self.message = message
        self.position = position
    }

    init(_ message: String, at value: JSONValue) {
        self.init(message, at: value.document.position(at: value.byteRange.lowerBound))
    }

    /// The position, a colon, and the message.
    public var description: String { "\(position.line):\(position.column): \(message)" }
}
