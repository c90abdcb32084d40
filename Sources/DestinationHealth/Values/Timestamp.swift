import LocatedJSON
import TikTokAPI

/// Reads points in time; everything is counted in UTC seconds, so that no time zone or daylight saving can interfere.
public enum Timestamp {
    /// Reads an RFC 3339 text, `2026-11-21T10:00:00Z` or with an offset; a leap second counts as the next second. A date
    /// alone is midnight UTC.
    public static func unixTime(rfc3339 text: String) -> Int? {
        var text = text
        return text.withUTF8 { unixTime(DigitReader(bytes: $0)) }
    }

    /// Reads such a text.
    static func unixTime(rfc3339 text: ShortText) -> Int? {
        text.withBytes { unixTime(DigitReader(bytes: $0)) }
    }

    private static func unixTime(_ reader: DigitReader) -> Int? {
        var reader = reader
        guard let year = reader.number(digits: 4), reader.take("-"), let month = reader.number(digits: 2),
            reader.take("-"), let day = reader.number(digits: 2),
            let days = CivilDate.days(year: year, month: month, day: day)
        else { return nil }
        if reader.isAtEnd { return days * 86_400 }
        guard reader.take("T") || reader.take("t") || reader.take(" "), let hour = reader.number(digits: 2),
            reader.take(":"), let minute = reader.number(digits: 2), reader.take(":"),
            let second = reader.number(digits: 2), hour < 24, minute < 60, second <= 60
        else { return nil }
        if reader.take(".") {
            guard reader.skipDigits() else { return nil }
        }
        var offset = 0
        if !(reader.take("Z") || reader.take("z")) {
            let sign: Int
            if reader.take("+") { sign = 1 } else if reader.take("-") { sign = -1 } else { return nil }
            guard let hours = reader.number(digits: 2), reader.take(":"), let minutes = reader.number(digits: 2),
                hours < 24, minutes < 60
            else { return nil }
            offset = sign * (hours * 3600 + minutes * 60)
        }
        guard reader.isAtEnd else { return nil }
        return days * 86_400 + hour * 3600 + minute * 60 + second - offset
    }
}

/// Walks over a text of ASCII digits and signs.
private struct DigitReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var place = 0

    init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { place == bytes.count }

    private var isAtDigit: Bool { place < bytes.count && (0x30...0x39).contains(bytes[place]) }

    mutating func number(digits: Int) -> Int? {
        var number = 0
        for _ in 0..<digits {
            guard isAtDigit else { return nil }
            number = number * 10 + Int(bytes[place] - 0x30)
            place += 1
        }
        return number
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard place < bytes.count, UInt32(bytes[place]) == character.value else { return false }
        place += 1
        return true
    }

    mutating func skipDigits() -> Bool {
        let start = place
        while isAtDigit { place += 1 }
        return place > start
    }
}
