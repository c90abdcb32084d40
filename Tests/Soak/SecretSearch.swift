import Foundation

/// The ways in which a secret is looked for.
enum SecretSpelling {
    /// Plain, in upper case, and as JSON, URLs in two cases, XML and base64 at three places write it.
    static func all(of secret: String) -> [String] {
        let plain = Array(secret.utf8)
        func url(_ format: String) -> String {
            plain.map { byte in
                let isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A
                let isPlain = isLetter || (0x30...0x39).contains(byte) || "-._~".utf8.contains(byte)
                return isPlain ? String(UnicodeScalar(byte)) : String(format: format, byte)
            }.joined()
        }
        var xml = secret.replacingOccurrences(of: "&", with: "&amp;")
        for (sign, name) in [("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&apos;")] {
            xml = xml.replacingOccurrences(of: sign, with: name)
        }
        let base64 = (0..<3).map { before in
            let text = Data(Array("xx".utf8.prefix(before)) + plain).base64EncodedString()
            // The digits at either end may belong to the neighbours too.
            return String(text.prefix(8 * (before + plain.count) / 6).dropFirst((8 * before + 5) / 6))
        }
        return [
            secret, secret.uppercased(), secret.replacingOccurrences(of: "/", with: "\\/"), url("%%%02X"),
            url("%%%02x"), xml,
        ]
            + base64
    }
}

/// Looks for many secrets at once, each in all its spellings, whole or in part.
struct SecretSearch {
    /// So many characters of a spelling in a row are more than chance brings together, and more than a mask shows.
    private static let pieceLength = 12

    private var pieces: Set<UInt64> = []

    init(_ secrets: [String]) {
        for secret in secrets {
            for (number, spelling) in SecretSpelling.all(of: secret).enumerated() {
                let bytes = Array(spelling.utf8)
                guard bytes.count >= Self.pieceLength else { continue }
                // Of the plain text every piece is looked for, of other spellings some.
                let step = number < 2 ? 1 : 7
                for start in stride(from: 0, through: bytes.count - Self.pieceLength, by: step) {
                    pieces.insert(Self.hash(bytes[start..<(start + Self.pieceLength)]))
                }
            }
        }
    }

    /// The places in some bytes where a piece of a secret begins, at most so many.
    func places(in bytes: [UInt8], atMost limit: Int) -> [Int] {
        guard bytes.count >= Self.pieceLength else { return [] }
        var places: [Int] = []
        bytes.withUnsafeBufferPointer { bytes in
            // A rolling hash, so that a hundred megabytes take seconds.
            var hash: UInt64 = 0
            var isLong = 0
            for place in bytes.indices {
                hash = hash &* Self.base &+ UInt64(bytes[place])
                isLong += 1
                if isLong < Self.pieceLength { continue }
                if isLong > Self.pieceLength { hash = hash &- UInt64(bytes[place - Self.pieceLength]) &* Self.drop }
                if pieces.contains(hash), places.count < limit { places.append(place - Self.pieceLength + 1) }
            }
        }
        return places
    }

    private static let base: UInt64 = 0x9E37_79B9_7F4A_7C15
    private static let drop: UInt64 = (0..<pieceLength).reduce(1) { power, _ in power &* base }

    private static func hash(_ piece: ArraySlice<UInt8>) -> UInt64 {
        piece.reduce(0) { $0 &* base &+ UInt64($1) }
    }
}
