import LocatedJSON
import TikTokAPI

/// The syntax of an option's value, and how it is parsed.
struct ValueSyntax<Value>: Sendable {
    /// The name of the value in the help text, unless it is one of a few words.
    var name = ""
    /// What a shell can offer for it.
    var completion = CommandOption.Value.Completion.nothing
    /// Reads a value that is not empty; the second argument is the option's long name, for messages.
    let read: @Sendable (_ text: String, _ option: String) throws(UsageError) -> Value
}

/// A value that is one of a few words.
protocol WordChoice: RawRepresentable<String>, CaseIterable, Sendable {}

extension ValueSyntax where Value: WordChoice {
    /// One of the words of an enumeration.
    static func word(_: Value.Type) -> ValueSyntax {
        let words = Value.allCases.map(\.rawValue)
        return ValueSyntax(completion: .words(words)) {
            (text: String, option: String) throws(UsageError) -> Value in
            guard let value = Value.allCases.first(where: { $0.rawValue.hasSameBytes(as: text) }) else {
                throw .value(
                    of: option,
                    text,
                    isNot: "one of \(words.joined(separator: ", "))",
                    known: words
                )
            }
            return value
        }
    }
}

extension ValueSyntax<String> {
    /// The path of a file.
    static func path(_ name: String) -> ValueSyntax {
        ValueSyntax(name: name, completion: .file) { (text: String, _: String) throws(UsageError) -> String in text }
    }

    /// Any text.
    static func text(_ name: String) -> ValueSyntax {
        ValueSyntax(name: name) { (text: String, _: String) throws(UsageError) -> String in text }
    }
}

extension ValueSyntax<Int> {
    /// A whole number within bounds.
    static func number(_ name: String, in bounds: ClosedRange<Int>) -> ValueSyntax {
        ValueSyntax(name: name) { (text: String, option: String) throws(UsageError) -> Int in
            guard let number = Digits.number(text.utf8), bounds.contains(number) else {
                throw .value(
                    of: option,
                    text,
                    isNot: "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
                )
            }
            return number
        }
    }
}

extension ValueSyntax<Duration> {
    /// Seconds, decimals allowed, above zero and at most a day.
    static var seconds: ValueSyntax {
        ValueSyntax(name: "S") { (text: String, option: String) throws(UsageError) -> Duration in
            guard let duration = Digits.seconds(text.utf8), duration > .zero, duration <= .seconds(86_400) else {
                throw .value(
                    of: option,
                    text,
                    isNot: "a number of seconds above 0 and at most 86400, such as 10 or 2.5"
                )
            }
            return duration
        }
    }

    /// A whole number with a unit, at most a year: `6h`, `30m`.
    static var age: ValueSyntax {
        ValueSyntax(name: "DURATION") { (text: String, option: String) throws(UsageError) -> Duration in
            let unit: Int? =
                switch text.utf8.last {
                case UInt8(ascii: "s"): 1
                case UInt8(ascii: "m"): 60
                case UInt8(ascii: "h"): 3_600
                case UInt8(ascii: "d"): 86_400
                default: nil
                }
            if text.hasSameBytes(as: "0") { return .zero }
            guard let unit, let number = Digits.number(text.utf8.dropLast()), number <= 31_536_000 / unit else {
                throw .value(of: option, text, isNot: "a duration of at most 365d, such as 6h or 30m")
            }
            return .seconds(number * unit)
        }
    }
}

extension ValueSyntax<Shard> {
    /// `I/N` with I from 1 to N.
    static var shard: ValueSyntax {
        ValueSyntax(name: "I/N") { (text: String, option: String) throws(UsageError) -> Shard in
            let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            guard parts.count == 2, let index = Digits.number(parts[0]), let count = Digits.number(parts[1]),
                count <= 100_000, index >= 1, index <= count
            else {
                throw .value(of: option, text, isNot: "a part I/N with I from 1 to N, such as 2/8")
            }
            return Shard(index: index, count: count)
        }
    }
}

extension ValueSyntax<APIOrigin> {
    /// A scheme, a host and perhaps a port.
    static var origin: ValueSyntax {
        ValueSyntax(name: "URL") { (text: String, option: String) throws(UsageError) -> APIOrigin in
            do throws(BaseURL.Fault) {
                return try BaseURL.origin(of: text)
            } catch {
                // The value stays out: it may carry a password.
                throw UsageError("--\(option) \(error.reason)", hint: "write it as https://host or https://host:port")
            }
        }
    }
}

/// Reads ASCII digits exactly: no sign, no exponent, no floating point.
enum Digits {
    /// A whole number of at most nine digits.
    static func number(_ digits: some Collection<UInt8>) -> Int? {
        guard (1...9).contains(digits.count) else { return nil }
        var number = 0
        for byte in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            number = number * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return number
    }

    /// Seconds with at most nine decimals, which a nanosecond clock can keep.
    static func seconds(_ text: some Collection<UInt8>) -> Duration? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = number(parts[0]) else { return nil }
        guard parts.count == 2 else { return .seconds(whole) }
        guard var nanoseconds = number(parts[1]) else { return nil }
        for _ in parts[1].count..<9 { nanoseconds *= 10 }
        return .seconds(whole) + .nanoseconds(nanoseconds)
    }
}
