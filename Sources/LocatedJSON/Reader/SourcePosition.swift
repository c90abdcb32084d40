/// A place in a text file, as editors count it.
package struct SourcePosition: Sendable, Hashable, Comparable {
    /// The line, counted from 1; lines end with LF or CRLF.
    package let line: Int
    /// The column, counted from 1 in UTF-16 code units; a byte order mark counts as none.
    package let column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    package static func < (left: SourcePosition, right: SourcePosition) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}
