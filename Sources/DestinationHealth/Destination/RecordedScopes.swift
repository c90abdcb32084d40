import TikTokAPI

/// The scopes that the config records for a token, decoded.
struct RecordedScopes {
    /// A number that some program has rounded.
    struct Damaged {
        /// The number as recorded.
        let item: ConfigItem
        /// The scope that it was; nil if too little is left to tell.
        let meant: PermissionScope?

        /// Whether what it was may have granted a scope.
        func mayCover(_ scope: PermissionScope) -> Bool {
            meant.map { scope.isCovered(by: [$0.id]) } ?? (scope.id > 1 << 53)
        }
    }

    /// What one recorded text is.
    enum Reading {
        /// A number, known or not.
        case number(UInt64)
        /// A number that some program has rounded.
        case damaged(PermissionScope?)
        /// A number with more digits than any scope's.
        case tooLong
        /// No number: a name such as `ads.read`, of another API.
        case word
    }

    /// The numbers, exactly as recorded.
    private(set) var numbers: Set<UInt64> = []
    /// Rounded numbers.
    private(set) var damaged: [Damaged] = []
    /// What is no number.
    private(set) var words: [ConfigItem] = []
    /// Numbers that nobody has written down.
    private(set) var unknown: [ConfigItem] = []
    /// The first value that the loader could not read, so that what seems missing may be there; nil if there is none.
    let unreadField: String?

    /// Whether there is any number, exact or rounded.
    var hasNumbers: Bool { !numbers.isEmpty || !damaged.isEmpty || !unknown.isEmpty }

    /// Decodes what is recorded; nil if nothing is.
    init?(_ destination: Destination) {
        guard let items = destination.scopes else { return nil }
        unreadField =
            destination.defects.first { defect in
                defect.field.utf8.starts(with: "scopes".utf8)
            }?.field
        for item in items {
            switch Self.reading(of: item.text) {
            case .number(let number):
                numbers.insert(number)
                if PermissionScope.numbered(number) == nil { unknown.append(item) }
            case .damaged(let meant): damaged.append(Damaged(item: item, meant: meant))
            case .tooLong: unknown.append(item)
            case .word: words.append(item)
            }
        }
    }

    /// Whether the record tells of a scope at all, one way or the other.
    func settles(_ scope: PermissionScope) -> Bool {
        if scope.isCovered(by: numbers) { return true }
        if unreadField != nil || damaged.contains(where: { $0.mayCover(scope) }) { return false }
        // Names of another API alone are no record of this one's scopes; an empty list is one.
        return hasNumbers || words.isEmpty
    }

    /// Reads one text. Lists that were pasted as one text keep their brackets and spaces.
    static func reading(of text: String) -> Reading {
        let isEdge: (UInt8) -> Bool = { $0 <= 0x20 || $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "]") }
        let bytes = text.utf8.drop(while: isEdge)
        guard let last = bytes.lastIndex(where: { !isEdge($0) }) else { return .word }
        let core = bytes[...last]
        guard core.count <= 40, let first = core.first, (0x30...0x39).contains(first) else { return .word }
        let digits = String(decoding: core, as: UTF8.self)
        if core.allSatisfy({ (0x30...0x39).contains($0) }) {
            guard let number = UInt64(digits) else { return .tooLong }
            return PermissionScope.losingDigits(to: number).map { .damaged($0) } ?? .number(number)
        }
        // 7.22e18, as a spreadsheet or a program shows a long number.
        guard let value = Double(digits), value.isFinite else { return .word }
        return .damaged(PermissionScope.all.first { $0.id > 1 << 53 && Double($0.id) == value })
    }
}

extension ConfigItem {
    /// The text for a message: itself, or in general terms where it is long or could be a credential.
    var shown: String {
        let isPlain = text.utf8.count <= 40 && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        return isPlain && !TokenShape.looksLikeCredential(text) ? "\"\(text)\"" : "a value"
    }
}
