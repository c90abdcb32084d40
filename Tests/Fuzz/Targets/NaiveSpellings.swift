/// How a secret may be spelled in an output, written without a look at the masker.
enum NaiveSpellings {
    static func all(of secret: String) -> [[UInt8]] {
        let plain = Array(secret.utf8)
        var all = [plain]
        all += [json(secret, ascii: false), json(secret, ascii: true)]
        all += [url(plain, upper: true, plus: false), url(plain, upper: false, plus: false)]
        all += [url(plain, upper: true, plus: true), url(plain, upper: false, plus: true)]
        all += [xml(plain, apostrophe: "&apos;"), xml(plain, apostrophe: "&#39;")]
        all += base64(of: plain)
        return all
    }

    /// Whether a secret is spelled in one way only, base64 apart.
    static func isUnreserved(_ secret: String) -> Bool {
        secret.utf8.allSatisfy { byte in
            Unicode.Scalar(byte).properties.isAlphabetic && byte < 0x80 || (0x30...0x39).contains(byte)
        }
    }

    private static func json(_ secret: String, ascii: Bool) -> [UInt8] {
        var text = ""
        for scalar in secret.unicodeScalars {
            switch scalar.value {
            case 0x22: text += "\\\""
            case 0x5C: text += "\\\\"
            case 0x08: text += "\\b"
            case 0x09: text += "\\t"
            case 0x0A: text += "\\n"
            case 0x0C: text += "\\f"
            case 0x0D: text += "\\r"
            case 0..<0x20, 0x7F: text += unit(UInt16(scalar.value))
            case 0x80... where ascii || scalar.actsOnTerminal || isNoncharacter(scalar):
                for code in String(scalar).utf16 { text += unit(code) }
            default: text.unicodeScalars.append(scalar)
            }
        }
        return Array(text.utf8)
    }

    private static func isNoncharacter(_ scalar: Unicode.Scalar) -> Bool {
        (0xFDD0...0xFDEF).contains(scalar.value) || scalar.value & 0xFFFE == 0xFFFE
    }

    private static func unit(_ code: UInt16) -> String {
        let digits = String(code, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }

    private static func url(_ plain: [UInt8], upper: Bool, plus: Bool) -> [UInt8] {
        let kept = Array("-._~".utf8)
        return plain.flatMap { byte -> [UInt8] in
            let isLetter = (0x41...0x5A).contains(byte & 0xDF) && byte < 0x80
            if isLetter || (0x30...0x39).contains(byte) || kept.contains(byte) { return [byte] }
            if plus, byte == 0x20 { return [0x2B] }
            let digits = String(byte, radix: 16, uppercase: upper)
            return Array("%\(digits.utf8.count < 2 ? "0" : "")\(digits)".utf8)
        }
    }

    private static func xml(_ plain: [UInt8], apostrophe: String) -> [UInt8] {
        let names: [UInt8: String] = [
            0x26: "&amp;", 0x3C: "&lt;", 0x3E: "&gt;", 0x22: "&quot;", 0x27: apostrophe,
        ]
        return plain.flatMap { names[$0].map { Array($0.utf8) } ?? [$0] }
    }

    /// What a secret comes to in base64 behind nothing, one and two other bytes, in both alphabets, without the digits that
    /// its neighbours have a share in.
    static func base64(of plain: [UInt8]) -> [[UInt8]] {
        let standard = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        let forURLs = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var all: [[UInt8]] = []
        for before in 0..<3 {
            // Bits, one by one, of which only those of the secret count.
            let bits = (Array(repeating: UInt8(0), count: before) + plain).flatMap { byte in
                (0..<8).map { byte >> (7 - $0) & 1 }
            }
            let first = (8 * before + 5) / 6
            let end = bits.count / 6
            guard first < end else { continue }
            let digits = (first..<end).map { digit in
                bits[(6 * digit)..<(6 * digit + 6)].reduce(0) { $0 * 2 + Int($1) }
            }
            all += [digits.map { standard[$0] }, digits.map { forURLs[$0] }]
        }
        return all
    }
}
