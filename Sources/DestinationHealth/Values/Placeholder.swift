/// Recognises placeholders: what documentation, templates and examples put in place of a value.
enum Placeholder {
    /// Why a text is a placeholder, as part of a sentence; nil if it is none.
    static func reason(_ text: String, _ kind: ValueKind?, _ classes: ByteClasses) -> String? {
        // Placeholders are not longer than this, and tokens of accounts can be.
        guard (1...100).contains(text.utf8.count), classes != .digit else { return nil }
        // Nearly every text is of these kinds. Neither hexadecimal digits nor TEST and digits can spell a placeholder, and
        // what is as long as a pixel code has a filler or "your" in it.
        switch kind {
        case .tokenOrSecret, .testEventCode, .number: return nil
        case .pixelCode where !classes.contains(.lateLetter): return nil
        case .pixelCode, .accountToken, .refreshToken, nil: break
        }
        let bytes = Array(text.utf8)
        let lower = bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        // What is made of letters and digits alone has no brackets, no dollar sign and no dots to look for.
        if lower.allSatisfy(isLetterOrDigit) {
            if isFiller(lower) { return "is made of filler characters" }
            return isExample(word: lower) ? "is a word from an example, not a value" : nil
        }
        let word = lower.filter { $0 != 0x5F && $0 != 0x2D && $0 != 0x20 && $0 != 0x2E }
        if let variable = shellVariable(text) { return "looks like a shell variable: write ${\(variable)}" }
        if isForeignWord(text) { return "is a word in another script, as no value is" }
        if isLookup(lower) { return "is code that looks a value up" }
        if isBracketed(bytes) { return "stands in the brackets of a template" }
        if isFiller(lower) { return "is made of filler characters" }
        if isMasked(bytes) { return "is a masked value, as screens show it" }
        if isExample(word: word) || isPhrase(lower) {
            return "is a word from an example, not a value"
        }
        return nil
    }

    private static func isExample(word: [UInt8]) -> Bool {
        (word.count <= longestWord && words.contains(String(decoding: word, as: UTF8.self))) || isInstruction(word)
    }

    private static let longestWord = words.map(\.utf8.count).max() ?? 0

    /// Words that alone replace a value, without case and punctuation.
    private static let words: Set<String> = [
        "accesstoken", "token", "apitoken", "pixelid", "pixelcode", "pixel", "appid", "appsecret", "secret",
        "advertiserid",
        "testeventcode", "refreshtoken", "changeme", "changethis", "replaceme", "replacethis", "fixme", "todo", "tbd",
        "placeholder", "example", "sample", "dummy", "fake", "redacted", "removed", "hidden", "masked", "none", "null",
        "nil", "undefined", "empty", "na", "n/a", "string", "value", "foo", "bar", "foobar", "test", "mytoken",
        "mypixel",
        "mysecret", "myaccesstoken", "mypixelid", "mypixelcode", "sometoken", "abc", "abc123", "password", "key",
        "apikey", "changemeplease", "changeit", "tobefilled", "fillme", "pending", "notset", "unset", "true", "false",
        "default", "mysecrettoken",
    ]

    /// Words that only an example puts next to `token`: `DUMMY_TOKEN`, `TOKEN_HERE`, `DEIN_TOKEN`. Not `test`: tokens of
    /// tests are called so.
    private static let exampleWords: Set<String> = [
        "tiktok", "add", "dummy", "fake", "example", "sample", "demo", "mock", "here", "ihr", "ihre", "dein", "deine",
        "votre", "ton", "tu", "su", "aqui", "ici", "hier", "seu", "il", "tuo", "twoj", "uw", "jouw",
    ]

    private static let nouns: Set<String> = ["access", "token", "pixel", "secret", "code", "id", "app", "key"]

    /// Nothing but words, one of them from an example and one of what it replaces.
    private static func isPhrase(_ lower: [UInt8]) -> Bool {
        let parts = lower.split { $0 == 0x5F || $0 == 0x2D || $0 == 0x20 }.map { String(decoding: $0, as: UTF8.self) }
        return parts.contains(where: exampleWords.contains) && parts.contains(where: nouns.contains)
            && parts.allSatisfy { exampleWords.contains($0) || nouns.contains($0) }
    }

    /// `$NAME`, as part of a message; what may be a credential is not repeated.
    private static func shellVariable(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        let name = bytes.dropFirst()
        guard bytes.first == UInt8(ascii: "$"), !name.isEmpty, name.allSatisfy(isWordByte) else { return nil }
        let shown = String(decoding: name, as: UTF8.self)
        // Names of variables are in upper case; anything else may be a password with a dollar sign.
        let isName = name.count <= 40 && name.allSatisfy { !(0x61...0x7A).contains($0) }
        return isName && !TokenShape.looksLikeCredential(shown) ? shown : "NAME"
    }

    /// `ВАШ_ТОКЕН`: letters of another script and nothing else.
    private static func isForeignWord(_ text: String) -> Bool {
        let letters = text.unicodeScalars.filter { $0 != "_" && $0 != "-" && $0 != " " }
        return letters.count >= 2 && letters.allSatisfy { !$0.isASCII && $0.properties.isAlphabetic }
    }

    /// `process.env.TOKEN`, `os.environ["TOKEN"]`, `env(TOKEN)`
    private static func isLookup(_ lower: [UInt8]) -> Bool {
        let starts = ["process.env", "import.meta.env", "os.environ", "os.getenv", "getenv(", "env(", "env:", "env["]
        return starts.contains { lower.starts(with: Array($0.utf8)) }
    }

    /// `YOUR_ACCESS_TOKEN`, `insert-token-here`, `<paste the pixel code>` without its brackets.
    private static func isInstruction(_ word: [UInt8]) -> Bool {
        guard word.contains("your") || verbs.contains(where: { word.starts(with: $0.utf8) }) else { return false }
        return objects.contains { word.contains($0) }
    }

    private static let objects = [
        "token", "pixel", "access", "app", "secret", "code", "key", "advertiser", "here", "id", "value",
    ]

    private static let verbs = ["insert", "replace", "enter", "paste", "put", "fillin", "setyour", "addyour"]

    private static func isBracketed(_ bytes: [UInt8]) -> Bool {
        let pairs: [(String, String)] = [
            ("<", ">"), ("{{", "}}"), ("{", "}"), ("[", "]"), ("${", "}"), ("%", "%"), ("__", "__"), ("<<", ">>"),
            ("$(", ")"), ("#", "#"), ("#{", "}#"), ("@@", "@@"),
        ]
        return pairs.contains { open, close in
            bytes.count > open.utf8.count + close.utf8.count && bytes.starts(with: Array(open.utf8))
                && bytes.suffix(close.utf8.count).elementsEqual(close.utf8)
        } || bytes.first == UInt8(ascii: "<")
    }

    /// Nothing but x, asterisks, dots, dashes and the like; or a run of x inside, which neither token nor code can have.
    private static func isFiller(_ lower: [UInt8]) -> Bool {
        if lower.count >= 3, lower.allSatisfy("x*.#?-_".utf8.contains) { return true }
        let isPunctuation = lower.allSatisfy { byte in
            byte < 0x7F && byte > 0x20 && !(0x30...0x39).contains(byte) && !(0x61...0x7A).contains(byte)
        }
        if isPunctuation { return true }
        return longestRun(of: UInt8(ascii: "x"), in: lower) >= 4
    }

    private static func isMasked(_ bytes: [UInt8]) -> Bool {
        longestRun(of: UInt8(ascii: "*"), in: bytes) >= 3 || longestRun(of: UInt8(ascii: "."), in: bytes) >= 3
            || String(decoding: bytes, as: UTF8.self).unicodeScalars.contains { $0 == "\u{2026}" || $0 == "\u{2022}" }
    }

    private static func longestRun(of wanted: UInt8, in bytes: [UInt8]) -> Int {
        var longest = 0
        var run = 0
        for byte in bytes {
            run = byte == wanted ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || (0x41...0x5A).contains(byte) || byte == 0x5F
    }

    /// Whether a byte is a digit or, in lower case, a letter.
    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
    }
}

extension [UInt8] {
    /// Whether ASCII text occurs.
    fileprivate func contains(_ part: String) -> Bool {
        let wanted = part.utf8
        guard let first = wanted.first, count >= wanted.count else { return false }
        return (0...(count - wanted.count)).contains { self[$0] == first && self[$0...].starts(with: wanted) }
    }
}
