import Foundation

/// A way to write a secret.
struct SecretSpelling: Sendable {
    let name: String
    let spell: @Sendable (String) -> String

    static let all = [
        SecretSpelling(name: "plain") { $0 },
        SecretSpelling(name: "JSON") { text in
            let data = (try? JSONSerialization.data(withJSONObject: [text], options: [])) ?? Data()
            return String(decoding: data.dropFirst(2).dropLast(2), as: UTF8.self)
        },
        SecretSpelling(name: "URL") { percent($0, "%%%02X") },
        SecretSpelling(name: "URL in lower case") { percent($0, "%%%02x") },
        SecretSpelling(name: "XML") { text in
            text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
                .replacingOccurrences(of: ">", with: "&gt;").replacingOccurrences(of: "\"", with: "&quot;")
                .replacingOccurrences(of: "'", with: "&#39;")
        },
        SecretSpelling(name: "base64") { Data($0.utf8).base64EncodedString() },
        SecretSpelling(name: "base64 behind one byte") { Data(("x" + $0).utf8).base64EncodedString() },
        SecretSpelling(name: "base64 behind two bytes") { Data(("xy" + $0).utf8).base64EncodedString() },
        SecretSpelling(name: "base64 for URLs") { text in
            Data(text.utf8).base64EncodedString().replacingOccurrences(of: "+", with: "-")
                .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
        },
        SecretSpelling(name: "hexadecimal digits") { $0.utf8.map { String(format: "%02x", $0) }.joined() },
        SecretSpelling(name: "capital hexadecimal digits") { $0.utf8.map { String(format: "%02X", $0) }.joined() },
        SecretSpelling(name: "capitals") { $0.uppercased() },
        SecretSpelling(name: "parted") { text in text.map(String.init).joined(separator: "-") },
    ]

    private static func percent(_ text: String, _ format: String) -> String {
        text.utf8.map { byte in
            let isKept = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            return isKept ? String(UnicodeScalar(byte)) : String(format: format, byte)
        }.joined()
    }
}

/// Finds pieces of secrets in what a program wrote, in one pass however many there are.
struct SecretDetector {
    /// More than the four characters that may be shown, and more than chance brings together.
    private static let plainLength = 7
    /// Digits of a spelling say less each.
    private static let spelledLength = 14

    private let plain: PieceFinder
    private let spelled: PieceFinder

    init(_ secrets: [String]) {
        var plain = PieceFinder(length: Self.plainLength)
        var spelled = PieceFinder(length: Self.spelledLength)
        for (number, secret) in secrets.enumerated() {
            for spelling in SecretSpelling.all {
                let bytes = Array(spelling.spell(secret).utf8)
                let label = "secret \(number) (\(spelling.name))"
                if spelling.name == "plain" { plain.add(bytes, label) } else { spelled.add(bytes, label) }
            }
        }
        (self.plain, self.spelled) = (plain, spelled)
    }

    /// Says which part of a secret is shown, if any is; never the part itself.
    func first(in output: [UInt8]) -> String? { plain.first(in: output) ?? spelled.first(in: output) }
}

/// Finds every run of some length that one of many texts has. Runs are compared by their first seven bytes, as one number,
/// since slices of a file take a debug build minutes to hash.
private struct PieceFinder {
    private static let keyLength = 7
    let length: Int
    private var pieces: [UInt64: [(bytes: ArraySlice<UInt8>, label: String)]] = [:]

    init(length: Int) { self.length = length }

    mutating func add(_ text: [UInt8], _ label: String) {
        guard text.count >= length else { return }
        for start in 0...(text.count - length) {
            let piece = text[start..<(start + length)]
            let key = piece.prefix(Self.keyLength).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            pieces[key, default: []].append(
                (piece, "characters \(start) to \(start + length - 1) of \(label) are shown")
            )
        }
    }

    func first(in output: [UInt8]) -> String? {
        guard output.count >= length else { return nil }
        var key: UInt64 = 0
        for (place, byte) in output.enumerated() {
            key = key << 8 & 0xFF_FFFF_FFFF_FFFF | UInt64(byte)
            let start = place - Self.keyLength + 1
            guard start >= 0, start + length <= output.count, let candidates = pieces[key] else { continue }
            let found = candidates.first { $0.bytes.elementsEqual(output[start..<(start + length)]) }
            if let found { return found.label + " at byte \(start)" }
        }
        return nil
    }
}
