import TikTokAPI

/// Moments as RFC 3339 writes them.
package enum RFC3339 {
    /// The last second of the year 9999.
    static let latest = 253_402_300_799

    /// A moment in UTC with whole seconds, such as `2026-11-21T10:00:00Z`; years outside 0 to 9999 are moved to the
    /// nearest one that the format can write.
    package static func string(unixTime: Int) -> String {
        let earliest = -62_167_219_200
        let time = min(max(unixTime, earliest), latest)
        let moment = CivilDate(unixTime: time)
        let date = "\(padded(moment.year, 4))-\(padded(moment.month, 2))-\(padded(moment.day, 2))"
        return "\(date)T\(padded(moment.hour, 2)):\(padded(moment.minute, 2)):\(padded(moment.second, 2))Z"
    }

    private static func padded(_ number: Int, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }
}
