import LocatedJSON
import DestinationHealth

/// An error in the command line.
///
/// Neither text ever holds an argument that could be a credential: standard error ends up in CI logs.
package struct UsageError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong: lower case, no full stop.
    package let message: String
    /// What to do about it; nil where the message is enough.
    package let hint: String?

    /// Makes a usage error.
    package init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }

    /// The lines for standard error, the last one without a line break.
    package var description: String {
        "validate: \(message)\n" + (hint.map { "\($0)\n" } ?? "") + "try 'validate --help'"
    }
}

extension UsageError {
    /// An invalid value of an option.
    ///
    /// - Parameters:
    ///   - option: The option's long name, without dashes.
    ///   - text: The value, shown only if it cannot be a credential.
    ///   - expected: What the value should be, to follow "is not".
    ///   - known: The possible values, for a suggestion.
    static func value(of option: String, _ text: String, isNot expected: String, known: [String] = []) -> UsageError {
        UsageError(
            "--\(option): \(text.quotedIfHarmless ?? "the value") is not \(expected)",
            hint: NearestName.suggestion(for: text, among: known).map { "did you mean \($0)?" }
        )
    }
}

extension String {
    /// The text in quotes, or nil if it is empty, long, unprintable or could be a credential.
    ///
    /// Any number of words of lower-case letters joined by hyphens is a name; anything else with 20 letters and digits may
    /// be a token, even if other characters separate them.
    var quotedIfHarmless: String? {
        var lettersAndDigits = 0
        var run = 0
        var isWords = true
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"):
                run += 1
                lettersAndDigits += 1
            case UInt8(ascii: "-"):
                run = 0
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                run += 1
                lettersAndDigits += 1
                isWords = false
            case 0x20..<0x7F:
                run = 0
                isWords = false
            default:
                return nil
            }
            if run >= 20 { return nil }
        }
        return (1...40).contains(utf8.count) && (isWords || lettersAndDigits < 20) ? "'\(self)'" : nil
    }
}
