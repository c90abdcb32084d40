/// The `Retry-After` header (RFC 9110, section 10.2.3): seconds, or a date in any of HTTP's three forms.
enum RetryAfter {
    /// How long a server asks to be left alone; nil where it does not say, says nothing that makes sense, or names a time
    /// that is past.
    ///
    /// - Parameters:
    ///   - response: Its answer. Where the header is repeated, the longest time that makes sense counts.
    ///   - unixTime: Now, in seconds since 1970 UTC, where the answer has no date of its own to compare with.
    static func delay(in response: HTTPResponse, unixTime: Int) -> Duration? {
        let values = response.headers.filter { $0.name == "retry-after" }
        guard !values.isEmpty else { return nil }
        let now = response.header("date").flatMap(Timestamp.unixTime(httpDate:)) ?? unixTime
        let waits = values.compactMap { seconds($0.value, now: now) }
        return waits.filter { $0 > 0 }.max().map { .seconds($0) }
    }

    /// A century is as good as never, and can still be added to.
    private static let maximum = 100 * 365 * 86_400

    private static func seconds(_ value: String, now: Int) -> Int? {
        if !value.isEmpty, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            return min(Int(value) ?? maximum, maximum)
        }
        return Timestamp.unixTime(httpDate: value).map { min($0 - now, maximum) }
    }
}
