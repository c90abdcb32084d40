/// Moments as RFC 3339 writes them.
enum RFC3339 {
    /// A moment in UTC with whole seconds, such as `2026-11-21T10:00:00Z`; years outside 0 to 9999 are moved to the
    /// nearest one that the format can write.
    static func string(unixTime: Int) -> String {
        let earliest = -62_167_219_200
        let latest = 253_402_300_799
        let time = min(max(unixTime, earliest), latest)
        let day = time >= 0 ? time / 86_400 : (time - 86_399) / 86_400
        let second = time - day * 86_400
        let (year, month, dayOfMonth) = civil(day)
        let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))"
        return "\(date)T\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))Z"
    }

    /// The date of a day counted from 1 January 1970, in the Gregorian calendar (H. Hinnant, "chrono-compatible
    /// low-level date algorithms").
    private static func civil(_ day: Int) -> (year: Int, month: Int, day: Int) {
        // Years begin in March here, so that the leap day is the last of its year; eras have 400 years.
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    private static func padded(_ number: Int, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }
}
