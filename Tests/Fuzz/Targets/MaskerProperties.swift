import Reporting
import TikTokAPI

/// Secrets, and a text in which they stand in many spellings. The parts are separated by U+001E; the last is the text, and
/// in it U+0001 and one more byte stand for a spelling of a secret.
struct MaskerProperties {
    private static let separator: UInt8 = 0x1E
    private static let insertion: UInt8 = 0x01

    private let secrets: [String]
    private let text: [UInt8]
    private let hasInsertion: Bool

    init(_ bytes: [UInt8]) {
        let parts = bytes.split(separator: Self.separator, maxSplits: 4, omittingEmptySubsequences: false)
        let secrets = parts.dropLast().map { String(decoding: $0, as: UTF8.self) }
        let spellings = secrets.flatMap(NaiveSpellings.all)
        var text: [UInt8] = []
        var rest = parts.last ?? []
        var hasInsertion = false
        while let byte = rest.popFirst() {
            if byte == Self.insertion, !spellings.isEmpty, let number = rest.popFirst() {
                text += spellings[Int(number) % spellings.count]
                hasInsertion = true
            } else {
                text.append(byte)
            }
        }
        self.secrets = secrets
        self.text = text
        self.hasInsertion = hasInsertion
    }

    func check() throws(BrokenProperty) {
        let masker = SecretMasker(secrets.map { Secret($0) })
        let masked = masker.mask(text)
        var appended = Array("before".utf8)
        masker.append(masking: text, to: &appended)
        try require(appended == Array("before".utf8) + masked, "appending masks something else")

        let field = String(decoding: text, as: UTF8.self)
        let maskedField = Array(masker.mask(field: field).utf8)
        let maskedForeign = Array(masker.mask(field: field, endMayBeCut: true).utf8)
        try require(String(validating: maskedField, as: UTF8.self) != nil, "masking a field breaks a character")

        for secret in secrets where !secret.utf8.contains(UInt8(ascii: "*")) {
            // Too short, or a word that reports are made of.
            if SecretMasker([Secret(secret)]).isEmpty { continue }
            for spelling in NaiveSpellings.all(of: secret) where spelling.count >= SecretMasker.minimumLength {
                // What a mask shows of one secret may be the beginning of another.
                if secrets.contains(where: { sharesTail(of: $0, with: spelling) }) { continue }
                try require(!maskedField.contains(run: spelling), "a field shows a secret")
                try require(!maskedForeign.contains(run: spelling), "a foreign field shows a secret")
                if Self.couldBeSyntax(secret) || spelling.contains(UInt8(ascii: "\"")) { continue }
                try require(!masked.contains(run: spelling), "an output shows a secret")
            }
        }
        if !secrets.contains(where: { $0.utf8.contains(UInt8(ascii: "*")) }), !tailsMeet {
            try require(masker.mask(masked) == masked, "masking twice masks more")
        }
        if !hasInsertion, secrets.allSatisfy(NaiveSpellings.isUnreserved) {
            let spellings = secrets.flatMap(NaiveSpellings.all).filter { $0.count >= SecretMasker.minimumLength }
            if !spellings.contains(where: { text.contains(run: $0) }) {
                try require(masked == text, "a text without a secret is changed")
                try require(maskedField == Array(field.utf8), "a field without a secret is changed")
            }
        }
    }

    /// A mask ends in the last four characters of what it masks; they must not be part of what is looked for.
    private func sharesTail(of secret: String, with spelling: [UInt8]) -> Bool {
        let tail = Array(Secret(secret).masked.utf8.dropFirst(4))
        // The secret's own mask is no spelling of it.
        return !tail.isEmpty && Array(secret.utf8) != spelling
            && (1...tail.count).contains { spelling.starts(with: tail.suffix($0)) }
    }

    private var tailsMeet: Bool {
        secrets.contains { secret in
            secrets.flatMap(NaiveSpellings.all).contains { sharesTail(of: secret, with: $0) }
        }
    }

    /// Whether a text could be part of the syntax or the numbers of a format, which whole outputs are full of.
    static func couldBeSyntax(_ secret: String) -> Bool {
        let letters = secret.utf8.filter { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
        let odd = Array("truefalsn".utf8)
        return secret.utf8.allSatisfy { $0 < 0x80 } && letters.allSatisfy { odd.contains($0) }
    }
}
