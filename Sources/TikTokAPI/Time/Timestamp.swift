/// Points in time, in whole seconds since 1970 UTC. All arithmetic on dates is in this file, and none of it knows of time
/// zones or daylight saving.
public enum Timestamp {
    /// The last second of the year 9999, after which RFC 3339 has no digits.
    package static let latest = 253_402_300_799
    private static let earliest = -62_167_219_200

    package static let secondsPerDay = 86_400

    // MARK: Writing

    /// Formats a time as `2026-11-21T10:00:00Z`; years outside 0 to 9999 become the nearest that can be written.
    package static func text(_ unixTime: Int) -> String {
        let date = CivilDate(unixTime: min(max(unixTime, earliest), latest))
        return "\(date.day)T\(date.timeOfDay)Z"
    }

    /// Formats a length of time, rounded down: `5 days`, `3 hours`, `1 minute`.
    package static func words(forSeconds seconds: Int) -> String {
        for (unit, length) in [("day", secondsPerDay), ("hour", 3600), ("minute", 60)] where seconds >= 2 * length {
            return "\(seconds / length) \(unit)s"
        }
        return seconds >= 60 ? "1 minute" : "less than a minute"
    }

    /// Formats a length of time in its largest unit, rounded down: `3 h`.
    package static func shortWords(forSeconds seconds: Int) -> String {
        for (unit, length) in [("d", secondsPerDay), ("h", 3600), ("min", 60)] where seconds >= length {
            return "\(seconds / length) \(unit)"
        }
        return "\(max(0, seconds)) s"
    }

    // MARK: Reading

    /// Parses RFC 3339, `2026-11-21T10:00:00Z` or with an offset; a leap second counts as the next second. A date alone is
    /// midnight UTC.
    public static func unixTime(rfc3339 text: String) -> Int? {
        var reader = DigitReader(text.utf8)
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2), reader.take("-"),
            let day = reader.number(2)
        else { return nil }
        if reader.isAtEnd { return time(year, month, day, 0, 0, 0) }
        guard reader.take("T") || reader.take("t") || reader.take(" "), let hour = reader.number(2), reader.take(":"),
            let minute = reader.number(2), reader.take(":"), let second = reader.number(2)
        else { return nil }
        if reader.take(".") {
            guard reader.skipDigits() else { return nil }
        }
        var offset = 0
        if !(reader.take("Z") || reader.take("z")) {
            let isEast = reader.take("+")
            guard isEast || reader.take("-"), let hours = reader.number(2), reader.take(":"),
                let minutes = reader.number(2), hours < 24, minutes < 60
            else { return nil }
            offset = (isEast ? 1 : -1) * (hours * 3600 + minutes * 60)
        }
        guard reader.isAtEnd else { return nil }
        return time(year, month, day, hour, minute, second).map { $0 - offset }
    }

    /// Parses a date in any of the three forms of HTTP (RFC 9110, section 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`,
    /// `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`.
    public static func unixTime(httpDate text: String) -> Int? {
        guard text.utf8.count <= 64 else { return nil }
        let words = text.utf8.split { " ,-:".utf8.contains($0) }
        guard let weekday = words.first, weekday.count >= 3,
            weekday.allSatisfy({ (0x61...0x7A).contains($0 | 0x20) })
        else { return nil }
        let isAsctime = words.count == 7
        guard isAsctime || words.count == 8 && ["GMT", "UTC"].contains(where: { words[7].elementsEqual($0.utf8) })
        else { return nil }
        // Two digits are the obsolete form, in which 70 to 99 were the last century.
        let year = words[isAsctime ? 6 : 3]
        let fullYear = number(year, 4...4) ?? number(year, 2...2).map { $0 < 70 ? 2000 + $0 : 1900 + $0 }
        let clock = isAsctime ? 3 : 4
        guard let fullYear, let month = month(words[isAsctime ? 1 : 2]),
            let day = number(words[isAsctime ? 2 : 1], 1...2),
            let hour = number(words[clock], 2...2), let minute = number(words[clock + 1], 2...2),
            let second = number(words[clock + 2], 2...2)
        else { return nil }
        return time(fullYear, month, day, hour, minute, second)
    }

    /// Parses a date of a certificate: `Nov  1 00:00:00 2026 GMT` (OpenSSL) or `2026-11-01 00:00:00 GMT` (GnuTLS and others).
    package static func unixTime(certificateDate text: [UInt8]) -> Int? {
        let words = text.split(separator: 0x20)
        guard let zone = words.last, zone.elementsEqual("GMT".utf8) else { return nil }
        let isOpenSSL = words.count == 5
        guard isOpenSSL || words.count == 3 else { return nil }
        let date =
            isOpenSSL
            ? [words[3], words[0], words[1]]
            : words[0].split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let clock = words[isOpenSSL ? 2 : 1].split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard date.count == 3, clock.count == 3, let year = number(date[0], 4...4),
            let month = isOpenSSL ? month(date[1]) : number(date[1], 2...2), let day = number(date[2], 1...2),
            let hour = number(clock[0], 2...2), let minute = number(clock[1], 2...2),
            let second = number(clock[2], 2...2)
        else { return nil }
        return time(year, month, day, hour, minute, second)
    }

    private static func time(_ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int, _ second: Int) -> Int? {
        guard hour < 24, minute < 60, second <= 60, let days = CivilDate.days(year: year, month: month, day: day) else {
            return nil
        }
        return days * secondsPerDay + hour * 3600 + minute * 60 + second
    }

    private static func month(_ word: some Collection<UInt8>) -> Int? {
        CivilDate.months.firstIndex { $0.utf8.elementsEqual(word, by: { $0 | 0x20 == $1 | 0x20 }) }.map { $0 + 1 }
    }

    private static func number(_ word: some Collection<UInt8>, _ digits: ClosedRange<Int>) -> Int? {
        guard digits.contains(word.count), word.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return word.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}

/// A date and time of day of UTC in the Gregorian calendar.
///
/// The algorithms are Howard Hinnant's "chrono-compatible low-level date algorithms": years begin in March, so that the leap
/// day comes last, and eras have 400 years.
package struct CivilDate: Sendable, Hashable {
    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    package let year: Int
    package let month: Int
    package let dayOfMonth: Int
    package let hour: Int
    package let minute: Int
    package let second: Int
    /// 0 is Sunday.
    package let weekday: Int

    package init(unixTime: Int) {
        let days = unixTime.floorDivided(by: Timestamp.secondsPerDay)
        let time = unixTime - days * Timestamp.secondsPerDay
        let shifted = days + 719_468
        let era = shifted.floorDivided(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        hour = time / 3600
        minute = time / 60 % 60
        second = time % 60
        weekday = (days + 4) - (days + 4).floorDivided(by: 7) * 7
    }

    /// Days from 1970-01-01 to a date; nil if the calendar has no such date.
    package static func days(year: Int, month: Int, day: Int) -> Int? {
        guard (1...12).contains(month), day >= 1, day <= lengthOfMonth(month, year: year) else { return nil }
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted.floorDivided(by: 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func lengthOfMonth(_ month: Int, year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// `2026-11-21`.
    package var day: String { "\(year.padded(to: 4))-\(month.padded(to: 2))-\(dayOfMonth.padded(to: 2))" }

    /// `10:00:00`.
    package var timeOfDay: String { "\(hour.padded(to: 2)):\(minute.padded(to: 2)):\(second.padded(to: 2))" }

    /// `Fri, 21 Nov 2026 10:00:00 GMT`, the form of the `Date` header (RFC 9110, section 5.6.7).
    package var httpDate: String {
        let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let date = "\(dayOfMonth.padded(to: 2)) \(Self.months[month - 1]) \(year.padded(to: 4))"
        return "\(weekdays[weekday]), \(date) \(timeOfDay) GMT"
    }

    /// `20261121100000`, with which TikTok's request ids begin.
    package var compactDigits: String {
        year.padded(to: 4) + [month, dayOfMonth, hour, minute, second].map { $0.padded(to: 2) }.joined()
    }
}

/// Walks over a text of ASCII digits and signs.
private struct DigitReader {
    private var rest: Substring.UTF8View

    init(_ bytes: String.UTF8View) { rest = bytes[...] }

    var isAtEnd: Bool { rest.isEmpty }

    /// The number that exactly so many digits make.
    mutating func number(_ count: Int) -> Int? {
        let digits = rest.prefix(count)
        guard digits.count == count, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        rest = rest.dropFirst(count)
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let byte = rest.first, UInt32(byte) == character.value else { return false }
        rest = rest.dropFirst()
        return true
    }

    mutating func skipDigits() -> Bool {
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        rest = rest.dropFirst(digits.count)
        return !digits.isEmpty
    }
}

extension Int {
    /// Division that rounds down, so that times before 1970 are right too.
    fileprivate func floorDivided(by divisor: Int) -> Int {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }

    fileprivate func padded(to width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.utf8.count)) + digits
    }
}
