/// A moment of UTC as people and HTTP write it.
struct CivilDate {
    let year: Int
    let month: Int
    let day: Int
    let hour: Int
    let minute: Int
    let second: Int
    /// 0 is Sunday.
    let weekday: Int

    /// Howard Hinnant's "chrono-compatible low-level date algorithms": years begin in March, so the leap day is last.
    init(unixTime: Int) {
        let days = unixTime.floorDivided(by: 86_400)
        let time = unixTime - days * 86_400
        let shifted = days + 719_468
        let era = shifted.floorDivided(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        hour = time / 3600
        minute = time / 60 % 60
        second = time % 60
        weekday = (days + 4) - (days + 4).floorDivided(by: 7) * 7
    }

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
    /// Division that rounds down, so that moments before 1970 are right too.
    fileprivate func floorDivided(by divisor: Int) -> Int {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }

    fileprivate func padded(to width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}
