import LocatedJSON

/// A key or a value of a config as it is written there. An excerpt masks it unless it may be shown.
package struct SourceToken: Sendable {
    /// Its bytes, quotes included.
    package let range: Range<Int>
    /// Whether it may be shown if it does not look like a credential: a key, or the value of a field that is no secret.
    package let isVisible: Bool
    /// Whether it is a number of JSON.
    package let isNumber: Bool
    /// The quotation mark around it, or nothing.
    package let quote: String
    private let content: Content

    private enum Content {
        case string(JSONStringToken)
        case text(String)
    }

    /// What it says, without quotes and escapes. Read on demand: excerpts pass over the longest.
    package var text: String {
        switch content {
        case .string(let token): token.text
        case .text(let text): text
        }
    }

    fileprivate init(_ token: JSONStringToken, isVisible: Bool) {
        range = token.byteRange
        self.isVisible = isVisible
        isNumber = false
        quote = "\""
        content = .string(token)
    }

    fileprivate init(_ range: Range<Int>, _ text: String, isVisible: Bool, isNumber: Bool = false, quote: String = "") {
        self.range = range
        self.isVisible = isVisible
        self.isNumber = isNumber
        self.quote = quote
        content = .text(text)
    }
}

extension SourceFile {
    /// The keys and values in some bytes of the config, in order. Between them is only syntax.
    package func tokens(in range: Range<Int>) -> [SourceToken] {
        switch document {
        case .json(let document): tokens(of: document, in: range)
        case .dotenv(let document): tokens(of: document, in: range)
        }
    }

    private func tokens(of document: JSONDocument, in range: Range<Int>) -> [SourceToken] {
        var tokens: [SourceToken] = []
        var place = range.lowerBound
        for string in document.strings(in: range) {
            let start = string.byteRange.lowerBound
            if place < start { tokens += numbers(in: place..<start) }
            tokens.append(SourceToken(string, isVisible: string.isKey || isVisible(at: start)))
            place = string.byteRange.upperBound
        }
        if place < range.upperBound { tokens += numbers(in: place..<range.upperBound) }
        return tokens
    }

    /// The numbers in some bytes that hold no string.
    private func numbers(in range: Range<Int>) -> [SourceToken] {
        let bytes = document.bytes
        var tokens: [SourceToken] = []
        var place = range.lowerBound
        while place < range.upperBound {
            guard Self.startsNumber(bytes[place]) else {
                place += 1
                continue
            }
            // The first may begin before the range.
            var start = place
            while start > 0, Self.isInNumber(bytes[start - 1]) { start -= 1 }
            let end = bytes[place...].firstIndex { !Self.isInNumber($0) } ?? bytes.count
            let text = String(decoding: bytes[start..<end], as: UTF8.self)
            tokens.append(SourceToken(start..<end, text, isVisible: isVisible(at: start), isNumber: true))
            place = end
        }
        return tokens
    }

    private static func startsNumber(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
    }

    private static func isInNumber(_ byte: UInt8) -> Bool {
        startsNumber(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "+") || byte | 0x20 == UInt8(ascii: "e")
    }

    /// Names and values, and the text between them: a comment may be an old value.
    private func tokens(of document: DotenvDocument, in range: Range<Int>) -> [SourceToken] {
        var tokens: [SourceToken] = []
        var place = range.lowerBound
        func addRest(upTo end: Int) {
            guard place < end else { return }
            let words = String(decoding: document.text.bytes[place..<end], as: UTF8.self)
            // "export" before a name, and blanks, hide nothing.
            if words.utf8.allSatisfy({ $0 <= 0x20 }) || words.utf8.elementsEqual("export ".utf8) { return }
            tokens.append(SourceToken(place..<end, words, isVisible: false))
        }
        for assignment in document.assignments(in: range) {
            let (name, value) = (assignment.nameRange, assignment.valueRange)
            addRest(upTo: name.lowerBound)
            tokens.append(SourceToken(name, assignment.name, isVisible: assignment.isNamedInCapitals))
            if !value.isEmpty {
                let isQuoted = value.count > assignment.value.utf8.count
                tokens.append(
                    SourceToken(
                        value,
                        assignment.value,
                        isVisible: isVisible(at: value.lowerBound),
                        quote: isQuoted
                            ? String(decoding: [document.text.bytes[value.lowerBound]], as: UTF8.self) : ""
                    )
                )
            }
            place = max(place, value.upperBound)
        }
        addRest(upTo: range.upperBound)
        return tokens
    }
}
