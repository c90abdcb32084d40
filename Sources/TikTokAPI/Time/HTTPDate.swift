/// The moments that HTTP's headers name.
public enum HTTPDate {
    /// Reads a date in any of the three forms that HTTP knows (RFC 9110, section 5.6.7):
    /// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`. Nil for anything
    /// else.
    public static func unixTime(_ text: String) -> Int? {
        guard text.utf8.count <= 64 else { return nil }
        var text = text
        return text.withUTF8(unixTime)
    }

    private static func unixTime(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
        let words = text.split(whereSeparator: isSeparator)
        guard let weekday = words.first, weekday.count >= 3, weekday.allSatisfy(isLetter) else { return nil }
        let isAsctime = words.count == 7
        guard isAsctime || words.count == 8 && zones.contains(where: words[7].elementsEqual) else { return nil }
        let time = isAsctime ? words[3...5] : words[4...6]
        guard let month = month(words[isAsctime ? 1 : 2]), let day = number(words[isAsctime ? 2 : 1], digits: 1...2),
            let year = year(words[isAsctime ? 6 : 3]), let days = CivilDate.days(year: year, month: month, day: day)
        else { return nil }
        let start = time.startIndex
        guard let hour = number(time[start], digits: 2...2), let minute = number(time[start + 1], digits: 2...2),
            let second = number(time[start + 2], digits: 2...2), hour < 24, minute < 60, second <= 60
        else { return nil }
        return days * 86_400 + hour * 3600 + minute * 60 + second
    }

    private typealias Word = Slice<UnsafeBufferPointer<UInt8>>

    private static let zones = ["GMT", "UTC"].map { Array($0.utf8) }
    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        .map { Array($0.utf8) }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: ","), UInt8(ascii: "-"), UInt8(ascii: ":"): true
        default: false
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20)
    }

    private static func month(_ word: Word) -> Int? {
        months.firstIndex { $0.elementsEqual(word.lazy.map { $0 | 0x20 }) }.map { $0 + 1 }
    }

    /// Four digits, or the two of the obsolete form: nobody writes it any more, and 70 to 99 were the last century.
    private static func year(_ word: Word) -> Int? {
        if let year = number(word, digits: 4...4) { return year }
        return number(word, digits: 2...2).map { $0 < 70 ? 2000 + $0 : 1900 + $0 }
    }

    private static func number(_ word: Word, digits: ClosedRange<Int>) -> Int? {
        guard digits.contains(word.count), word.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return word.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}
