import TikTokAPI

extension CivilDate {
    /// `Fri, 21 Nov 2026 10:00:00 GMT`, the form of the `Date` header (RFC 9110, section 5.6.7).
    var httpDate: String {
        let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let date = "\(day.padded(to: 2)) \(months[month - 1]) \(year.padded(to: 4))"
        return "\(weekdays[weekday]), \(date) \(hour.padded(to: 2)):\(minute.padded(to: 2)):\(second.padded(to: 2)) GMT"
    }

    /// `20261121100000`, with which TikTok's request ids begin.
    var compactDigits: String {
        year.padded(to: 4) + [month, day, hour, minute, second].map { $0.padded(to: 2) }.joined()
    }
}

extension Int {
    fileprivate func padded(to width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}
