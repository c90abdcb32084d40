/// A place in a text file, as editors count it.
public struct SourcePosition: Sendable, Hashable, Comparable {
    /// The line, counted from 1; lines end with LF or CRLF.
    public let line: Int
    /// The column, counted from 1 in UTF-16 code units; a byte order mark counts as none.
    public let column: Int

    /// Creates a position from a 1-based line and a 1-based column in UTF-16 code units.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// Orders positions as they follow each other in a file.
    public static func < (left: SourcePosition, right: SourcePosition) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}
