import LocatedJSON

/// The ways in which a secret may be written in the output of a program: as it is, and as JSON, URLs, XML, terminals,
/// Markdown, commands of GitHub Actions, labels of Prometheus and base64 spell it.
struct SecretSpellings {
    /// Longer spellings are looked for in pieces of this length, which bounds the cost of a place where they may begin
    /// and masks what is left of a secret that something cut off.
    static let pieceLength = 512

    /// The spellings, without repeats, the plain one first.
    private(set) var all: [[UInt8]] = []

    init(of text: String) {
        let plain = Array(text.utf8)
        all = [plain]
        // Most credentials have no character that any of these would change.
        if !plain.allSatisfy(Self.isAlphanumericOrPlain) {
            for escapesSlash in [false, true] {
                for escapesNonASCII in [false, true] {
                    let spelling = Self.json(text, escapingSlash: escapesSlash, escapingNonASCII: escapesNonASCII)
                    add(spelling)
                    // Our own writer lets no two of these stand together, others do.
                    add(spelling.replacing("\\u0023".utf8, with: "#".utf8))
                }
            }
            // Which signs stay as they are is decided differently by every library.
            for kept in ["", "/", "!'()*", "*", ":/?#[]@!$&'()*+,;="] {
                for isUpper in [true, false] {
                    add(Self.url(plain, keeping: Array(kept.utf8), isUpper: isUpper, plusForSpace: false))
                    add(Self.url(plain, keeping: Array(kept.utf8), isUpper: isUpper, plusForSpace: true))
                    // The encoders of forms do not spare the tilde (WHATWG URL, "application/x-www-form-urlencoded").
                    let form = Self.url(plain, keeping: Array(kept.utf8), isUpper: isUpper, plusForSpace: true)
                    add(form.replacing("~".utf8, with: isUpper ? "%7E".utf8 : "%7e".utf8))
                }
            }
            for (quote, apostrophe) in [("&quot;", "&apos;"), ("&quot;", "&#39;"), ("&#34;", "&#39;"), ("\"", "'")] {
                add(Self.xml(plain, quote: quote, apostrophe: apostrophe))
            }
            add(Array(TerminalText(text).text.utf8))
            add(Array(GitHubCommandText.data(text).utf8))
            add(Array(GitHubCommandText.property(text).utf8))
            add(Array(PrometheusText.labelValue(text).utf8))
            add(Array(SpreadsheetText.cell(text).utf8.dropFirst().dropLast()))
        }
        // Markdown changes signs that nothing else does, such as those of the tokens of TikTok accounts.
        if !plain.allSatisfy(Self.isAlphanumeric) { add(Array(MarkdownText.text(text).utf8)) }
        for shift in 0..<3 {
            let encoded = Self.base64(plain, shift: shift)
            add(encoded)
            guard encoded.contains(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/") }) else { continue }
            add(
                encoded.map {
                    $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0
                }
            )
        }
    }

    /// The spellings, the long ones cut into pieces.
    var pieces: [[UInt8]] {
        all.flatMap { spelling -> [[UInt8]] in
            guard spelling.count > Self.pieceLength else { return [spelling] }
            let starts = stride(from: 0, through: spelling.count - Self.pieceLength, by: Self.pieceLength)
            return (starts + [spelling.count - Self.pieceLength]).map { Array(spelling[$0..<($0 + Self.pieceLength)]) }
        }
    }

    private mutating func add(_ spelling: [UInt8]) {
        if spelling.count >= SecretMasker.minimumLength, !all.contains(spelling) { all.append(spelling) }
    }

    /// Whether no spelling changes it but Markdown's.
    private static func isAlphanumericOrPlain(_ byte: UInt8) -> Bool {
        isUnreserved(byte) && byte != UInt8(ascii: "~")
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x2D, 0x2E, 0x5F, 0x7E: true
        default: isAlphanumeric(byte)
        }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }

    private static func json(_ text: String, escapingSlash: Bool, escapingNonASCII: Bool) -> [UInt8] {
        var writer = JSONWriter(pretty: false)
        writer.string(text)
        var bytes: [UInt8] = []
        for scalar in String(decoding: writer.bytes.dropFirst().dropLast(), as: UTF8.self).unicodeScalars {
            if escapingSlash, scalar == "/" {
                bytes += Array("\\/".utf8)
            } else if escapingNonASCII, !scalar.isASCII {
                for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
                    let digits = String(unit, radix: 16)
                    bytes +=
                        Array("\\u".utf8) + Array(repeating: 0x30, count: 4 - digits.utf8.count) + Array(digits.utf8)
                }
            } else {
                bytes += Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        return bytes
    }

    private static func url(_ plain: [UInt8], keeping kept: [UInt8], isUpper: Bool, plusForSpace: Bool) -> [UInt8] {
        let digits = Array((isUpper ? "0123456789ABCDEF" : "0123456789abcdef").utf8)
        var bytes: [UInt8] = []
        for byte in plain {
            if isUnreserved(byte) || kept.contains(byte) {
                bytes.append(byte)
            } else if plusForSpace, byte == 0x20 {
                bytes.append(UInt8(ascii: "+"))
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return bytes
    }

    private static func xml(_ plain: [UInt8], quote: String, apostrophe: String) -> [UInt8] {
        plain.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "&"): Array("&amp;".utf8)
            case UInt8(ascii: "<"): Array("&lt;".utf8)
            case UInt8(ascii: ">"): Array("&gt;".utf8)
            case UInt8(ascii: "\""): Array(quote.utf8)
            case UInt8(ascii: "'"): Array(apostrophe.utf8)
            default: [byte]
            }
        }
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The base64 digits that the text alone decides when `shift` other bytes stand before it in their group of three.
    private static func base64(_ plain: [UInt8], shift: Int) -> [UInt8] {
        let firstBit = 8 * shift
        let endBit = firstBit + 8 * plain.count
        var digits: [UInt8] = []
        digits.reserveCapacity(4 * plain.count / 3 + 1)
        var digit = (firstBit + 5) / 6
        while 6 * (digit + 1) <= endBit {
            let bit = 6 * digit - firstBit
            let high = UInt16(plain[bit / 8]) << 8
            let low = bit / 8 + 1 < plain.count ? UInt16(plain[bit / 8 + 1]) : 0
            digits.append(alphabet[Int((high | low) >> UInt16(10 - bit % 8) & 63)])
            digit += 1
        }
        return digits
    }
}

extension SecretSpellings {
    /// The length of a word that every spelling of a text has in it; 0 where that is not known.
    static func wordLength(of text: String) -> Int {
        // No spelling parts these, and none is shorter than the text.
        text.utf8.allSatisfy { isUnreserved($0) && $0 != UInt8(ascii: "~") } ? min(text.utf8.count, pieceLength) : 0
    }

    /// Whether a text has a word that is at least as long; one that has none need not be searched.
    static func hasWord(of length: Int, in text: UnsafeRawBufferPointer) -> Bool {
        var end = length
        while end <= text.count {
            // What precedes the last byte that ends a word is too short, so that most bytes are not looked at.
            var place = end
            while place > end - length, isPartOfWord(text[place - 1]) { place -= 1 }
            if place == end - length { return true }
            end = place + length
        }
        return false
    }

    /// Whether a byte may be part of a spelling: Markdown inserts backslashes and entities, base64 has `+` and `/`.
    private static func isPartOfWord(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte != 0x7F && !"\",:{}[]<>|".utf8.contains(byte)
    }
}
