extension Timestamp {
    /// `2026-11-21T10:00:00Z`, for a message.
    static func text(_ unixTime: Int) -> String {
        let day = floorDivided(unixTime, by: 86_400)
        let second = unixTime - day * 86_400
        let time = [second / 3600, second / 60 % 60, second % 60].map { padded($0, to: 2) }.joined(separator: ":")
        return "\(date(ofDay: day))T\(time)Z"
    }

    /// A length of time as people say it, rounded down: `5 days`, `3 hours`, `1 minute`.
    static func words(forSeconds seconds: Int) -> String {
        for (unit, length) in [("day", 86_400), ("hour", 3600), ("minute", 60)] where seconds >= 2 * length {
            return "\(seconds / length) \(unit)s"
        }
        return seconds >= 60 ? "1 minute" : "less than a minute"
    }

    /// The date of a day counted from 1970-01-01. (Howard Hinnant, "chrono-compatible low-level date algorithms".)
    private static func date(ofDay day: Int) -> String {
        let shifted = day + 719_468
        let era = floorDivided(shifted, by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let dayOfMonth = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(dayOfMonth, to: 2))"
    }

    private static func floorDivided(_ number: Int, by divisor: Int) -> Int {
        (number >= 0 ? number : number - divisor + 1) / divisor
    }

    private static func padded(_ number: Int, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
