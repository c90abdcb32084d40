package import LocatedJSON

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

    /// Differs from that of any other file, even one with the same path.
    public var identity: ObjectIdentifier { ObjectIdentifier(self) }
}

/// Some bytes of a text. A destination has a dozen of these, and no config is so long that they would not fit.
struct ByteSpan: Sendable {
    let start: UInt32
    let end: UInt32

    init(_ bytes: Range<Int>) {
        start = UInt32(clamping: bytes.lowerBound)
        end = UInt32(clamping: bytes.upperBound)
    }

    var bytes: Range<Int> { Int(start)..<Int(end) }
}

/// A range of a config file. Cheap to carry; line and column are worked out on demand.
public struct SourceRange: Sendable {
    /// The file.
    public let file: SourceFile
    private let span: ByteSpan

    /// Bytes of its text.
    public var bytes: Range<Int> { span.bytes }

    /// Marks a range of a file.
    public init(_ file: SourceFile, _ bytes: Range<Int>) {
        self.init(file, ByteSpan(bytes))
    }

    init(_ file: SourceFile, _ span: ByteSpan) {
        self.file = file
        self.span = span
    }

    /// Where the range begins.
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
