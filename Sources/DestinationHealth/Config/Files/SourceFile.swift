package import LocatedJSON
import Synchronization

/// The text of a config.
package enum ConfigDocument: Sendable {
    case json(JSONDocument)
    /// Lines of `NAME=value`.
    case dotenv(DotenvDocument)

    /// The text as it was given.
    package var bytes: [UInt8] {
        switch self {
        case .json(let document): document.bytes
        case .dotenv(let document): document.text.bytes
        }
    }

    /// The line and column of a byte offset.
    package func position(at byteOffset: Int) -> SourcePosition {
        switch self {
        case .json(let document): document.position(at: byteOffset)
        case .dotenv(let document): document.text.position(at: byteOffset)
        }
    }

    /// The bytes of the line that holds an offset, without its line break and the byte order mark.
    package func lineRange(at byteOffset: Int) -> Range<Int> {
        switch self {
        case .json(let document): document.lineRange(at: byteOffset)
        case .dotenv(let document): document.text.lineRange(at: byteOffset)
        }
    }
}

/// A config file that was read: its name as the user gave it, and its text.
public final class SourceFile: Sendable {
    /// The path as given on the command line, or `-` for standard input.
    public let path: String
    /// The text with the position of everything in it.
    package let document: ConfigDocument
    /// Where the values begin that are no secrets, in the config of another product, which has many keys of its own; nil
    /// for our own, where the keys tell.
    public let shownPlaces: Set<Int>?
    /// Where the values begin that may be shown, ascending; worked out for the first excerpt.
    private let visibleStarts = Mutex<[Int]?>(nil)
    /// Who may read it and the secret files that it refers to.
    let exposures = FileExposures()

    /// Keeps a parsed config under its name.
    package convenience init(path: String, document: JSONDocument) {
        self.init(path: path, document: .json(document))
    }

    /// Keeps a config that was read under its name.
    package init(path: String, document: ConfigDocument, shownPlaces: Set<Int>? = nil) {
        self.path = path
        self.document = document
        self.shownPlaces = shownPlaces
    }

    /// Whether the value that begins at an offset may be shown if it does not look like a credential.
    package func isVisible(at byteOffset: Int) -> Bool {
        let starts = visibleStarts.withLock { known in
            let starts = known ?? findVisibleStarts()
            known = starts
            return starts
        }
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] < byteOffset { low = middle + 1 } else { high = middle }
        }
        return low < starts.count && starts[low] == byteOffset
    }

    private func findVisibleStarts() -> [Int] {
        if let shownPlaces { return shownPlaces.sorted() }
        guard case .json(let document) = document else { return [] }
        return VisibleValues(document.root).starts
    }

    /// Differs from that of any other file, even one with the same path.
    public var identity: ObjectIdentifier { ObjectIdentifier(self) }
}

/// Some bytes of a config file. Line and column are worked out on demand.
public struct SourceRange: Sendable {
    /// The file.
    public let file: SourceFile
    // No config is so long that these would overflow, and one may have very many ranges.
    private let start: UInt32
    private let end: UInt32

    /// Bytes of its text.
    public var bytes: Range<Int> { Int(start)..<Int(end) }

    /// Marks some bytes of a file.
    public init(_ file: SourceFile, _ bytes: Range<Int>) {
        self.file = file
        start = UInt32(clamping: bytes.lowerBound)
        end = UInt32(clamping: bytes.upperBound)
    }

    /// Where it begins.
    public var location: SourceLocation {
        SourceLocation(self)
    }
}

/// Where something is written: a file, a line and a column, as people and editors count them.
public struct SourceLocation: Sendable {
    private enum Place {
        case start(of: SourceRange)
        indirect case named(file: String, SourcePosition, range: SourceRange?)
    }

    private let place: Place

    /// The path as given on the command line.
    public var file: String {
        switch place {
        case .start(let range): range.file.path
        case .named(let file, _, _): file
        }
    }

    /// The bytes that it is about, for showing them; nil if the text is not at hand.
    public var range: SourceRange? {
        switch place {
        case .start(let range): range
        case .named(_, _, let range): range
        }
    }

    /// The line, counted from 1.
    public var line: Int { position.line }

    /// The column, counted from 1 in UTF-16 code units.
    public var column: Int { position.column }

    /// Line and column. Where the text is at hand they are worked out on demand, since most places are never reported.
    package var position: SourcePosition {
        switch place {
        case .start(let range): range.file.document.position(at: range.bytes.lowerBound)
        case .named(_, let position, _): position
        }
    }

    package init(file: String, position: SourcePosition, range: SourceRange? = nil) {
        place = .named(file: file, position, range: range)
    }

    fileprivate init(_ range: SourceRange) {
        place = .start(of: range)
    }
}
