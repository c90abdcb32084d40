/// A second, slow and simple reader of JSON (RFC 8259), written without a look at the one in `LocatedJSON`.
indirect enum NaiveJSON {
    case object([(key: [UInt32], value: NaiveJSON)])
    case array([NaiveJSON])
    case string([UInt32])
    /// The literal as written.
    case number(String)
    case boolean(Bool)
    case null

    /// Reads a whole text; nil if it is not JSON. Duplicate keys are kept.
    init?(_ bytes: [UInt8], maximumDepth: Int = 128) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        var reader = Reader(scalars: text.unicodeScalars.map(\.value), maximumDepth: maximumDepth)
        // A byte order mark is tolerated.
        if reader.scalars.first == 0xFEFF { reader.place = 1 }
        reader.skipSpace()
        guard let value = reader.value(depth: 1) else { return nil }
        reader.skipSpace()
        guard reader.place == reader.scalars.count else { return nil }
        self = value
    }

    /// The values of a key, all of them.
    func values(of key: String) -> [NaiveJSON] {
        guard case .object(let members) = self else { return [] }
        let wanted = key.unicodeScalars.map(\.value)
        return members.filter { $0.key == wanted }.map(\.value)
    }

    /// Whether any object in it, however deep, has a key twice.
    var hasRepeatedKey: Bool {
        switch self {
        case .object(let members):
            Set(members.map(\.key)).count < members.count || members.contains { $0.value.hasRepeatedKey }
        case .array(let elements): elements.contains(where: \.hasRepeatedKey)
        case .string, .number, .boolean, .null: false
        }
    }

    /// The text of a string; nil for other kinds.
    var text: String? {
        guard case .string(let scalars) = self else { return nil }
        var text = String.UnicodeScalarView()
        for scalar in scalars { text.append(Unicode.Scalar(scalar) ?? "\u{FFFD}") }
        return String(text)
    }

    private struct Reader {
        let scalars: [UInt32]
        let maximumDepth: Int
        var place = 0

        private var next: UInt32? { place < scalars.count ? scalars[place] : nil }

        private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
            guard next == scalar.value else { return false }
            place += 1
            return true
        }

        private mutating func take(word: String) -> Bool {
            let wanted = word.unicodeScalars.map(\.value)
            guard scalars[place...].starts(with: wanted) else { return false }
            place += wanted.count
            return true
        }

        mutating func skipSpace() {
            while let scalar = next, [0x20, 0x09, 0x0A, 0x0D].contains(scalar) { place += 1 }
        }

        mutating func value(depth: Int) -> NaiveJSON? {
            switch next {
            case 0x7B: return depth > maximumDepth ? nil : object(depth: depth)
            case 0x5B: return depth > maximumDepth ? nil : array(depth: depth)
            case 0x22: return string().map { .string($0) }
            case 0x74: return take(word: "true") ? .boolean(true) : nil
            case 0x66: return take(word: "false") ? .boolean(false) : nil
            case 0x6E: return take(word: "null") ? .null : nil
            default: return number().map { .number($0) }
            }
        }

        private mutating func object(depth: Int) -> NaiveJSON? {
            place += 1
            var members: [(key: [UInt32], value: NaiveJSON)] = []
            skipSpace()
            if take("}") { return .object([]) }
            repeat {
                skipSpace()
                guard let key = string() else { return nil }
                skipSpace()
                guard take(":") else { return nil }
                skipSpace()
                guard let value = value(depth: depth + 1) else { return nil }
                members.append((key, value))
                skipSpace()
            } while take(",")
            return take("}") ? .object(members) : nil
        }

        private mutating func array(depth: Int) -> NaiveJSON? {
            place += 1
            var elements: [NaiveJSON] = []
            skipSpace()
            if take("]") { return .array([]) }
            repeat {
                skipSpace()
                guard let value = value(depth: depth + 1) else { return nil }
                elements.append(value)
                skipSpace()
            } while take(",")
            return take("]") ? .array(elements) : nil
        }

        private mutating func string() -> [UInt32]? {
            guard take("\"") else { return nil }
            var text: [UInt32] = []
            while let scalar = next {
                place += 1
                switch scalar {
                case 0x22: return text
                case 0..<0x20: return nil
                case 0x5C:
                    guard let escaped = escape() else { return nil }
                    text.append(escaped)
                default: text.append(scalar)
                }
            }
            return nil
        }

        private mutating func escape() -> UInt32? {
            guard let kind = next else { return nil }
            place += 1
            switch kind {
            case 0x22, 0x5C, 0x2F: return kind
            case 0x62: return 8
            case 0x66: return 12
            case 0x6E: return 10
            case 0x72: return 13
            case 0x74: return 9
            case 0x75:
                guard let high = hexadecimal() else { return nil }
                if (0xDC00...0xDFFF).contains(high) { return nil }
                guard (0xD800...0xDBFF).contains(high) else { return high }
                guard take("\\"), take("u"), let low = hexadecimal(), (0xDC00...0xDFFF).contains(low) else {
                    return nil
                }
                return 0x10000 + (high - 0xD800) * 0x400 + (low - 0xDC00)
            default: return nil
            }
        }

        private mutating func hexadecimal() -> UInt32? {
            var value: UInt32 = 0
            for _ in 0..<4 {
                guard let scalar = next.flatMap({ Unicode.Scalar($0) }), scalar.isASCII,
                    let digit = Character(scalar).hexDigitValue
                else { return nil }
                value = value * 16 + UInt32(digit)
                place += 1
            }
            return value
        }

        private mutating func number() -> String? {
            let start = place
            func digits() -> Bool {
                let first = place
                while let scalar = next, (0x30...0x39).contains(scalar) { place += 1 }
                return place > first
            }
            _ = take("-")
            if !take("0") { guard digits() else { return nil } }
            if take(".") { guard digits() else { return nil } }
            if take("e") || take("E") {
                if !take("+") { _ = take("-") }
                guard digits() else { return nil }
            }
            return String(String.UnicodeScalarView(scalars[start..<place].compactMap { Unicode.Scalar($0) }))
        }
    }
}
