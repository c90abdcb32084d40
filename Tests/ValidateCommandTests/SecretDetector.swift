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

    private var places: [Data: String] = [:]

    init(_ secrets: [String]) {
        for (number, secret) in secrets.enumerated() {
            for spelling in SecretSpelling.all {
                let bytes = Array(spelling.spell(secret).utf8)
                let length = spelling.name == "plain" ? Self.plainLength : Self.spelledLength
                guard bytes.count >= length else { continue }
                for start in 0...(bytes.count - length) {
                    let piece = Data(bytes[start..<(start + length)])
                    if places[piece] == nil {
                        places[piece] =
                            "characters \(start) to \(start + length - 1) of secret \(number) (\(spelling.name)) are shown"
                    }
                }
            }
        }
    }

    /// Says which part of a secret is shown, if any is; never the part itself.
    func first(in output: [UInt8]) -> String? {
        let data = Data(output)
        for length in [Self.plainLength, Self.spelledLength] where data.count >= length {
            for start in 0...(data.count - length) {
                if let found = places[data[start..<(start + length)]] { return found + " at byte \(start)" }
            }
        }
        return nil
    }
}
