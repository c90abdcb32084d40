import TikTokAPI

/// A value that stands in another value's field. Asked by `swapped-values`, which reports it, and by the rules of single
/// fields, which leave to it what it explains.
struct MisplacedValue {
    /// How it is known.
    enum Proof {
        /// Each of two values looks like what the other field holds.
        case exchanged(with: ConfigText, kinds: (ValueKind, ValueKind))
        /// The same text stands in two fields that never hold the same.
        case same(as: ConfigText, isOwner: Bool)
        /// It is positively what another field holds.
        case ofAnotherKind(ValueKind)
    }

    /// The value that looks wrong.
    let text: ConfigText
    /// What its field is for: `pixel code`.
    let noun: String
    /// What the other value's field is for; empty where there is no other value.
    let otherNoun: String
    /// How it is known.
    let proof: Proof

    /// Every such value of a destination, each once, in the order of ``Field``; ``Destination/misplacedValues`` keeps them.
    static func find(in destination: borrowing DestinationFields) -> [MisplacedValue] {
        if areAllInPlace(destination) { return [] }
        let slots = Field.slots(of: destination)
        var misplacedValues: [MisplacedValue] = []
        var explained: Set<Int> = []
        // Ad accounts may be many, and are compared with what else there is, not with each other.
        for (index, slot) in slots.enumerated().prefix(while: { $0.element.field != .advertiserID }) {
            for other in (index + 1)..<slots.count where !explained.contains(index) && !explained.contains(other) {
                guard let (misplaced, indices) = compare(slot, slots[other], at: (index, other)) else { continue }
                misplacedValues.append(misplaced)
                explained.formUnion(indices)
            }
        }
        for (index, slot) in slots.enumerated() where !explained.contains(index) {
            guard let kind = slot.kind, !slot.field.accepts(kind), !slot.field.tolerates(kind) else { continue }
            misplacedValues.append(
                MisplacedValue(text: slot.text, noun: slot.field.noun, otherNoun: "", proof: .ofAnotherKind(kind))
            )
        }
        return misplacedValues
    }

    /// Whether a mix-up of the destination says what is wrong with a field's value, so that nothing else need.
    static func explains(_ text: ConfigText, of destination: Destination) -> Bool {
        destination.misplacedValues.contains { misplaced in
            if misplaced.text.path == text.path { return true }
            if case .exchanged(let other, _) = misplaced.proof { return other.path == text.path }
            return false
        }
    }

    /// Whether each value is of a kind of its own, and in its field: nearly always.
    private static func areAllInPlace(_ destination: borrowing DestinationFields) -> Bool {
        let rare = destination.rareFields.first
        var kinds = KindsInPlace()
        return kinds.add(destination.pixelID, .pixelID) && kinds.add(destination.accessToken, .accessToken)
            && kinds.add(rare?.app?.appID, .appID) && kinds.add(rare?.app?.secret, .appSecret)
            && kinds.add(rare?.refreshToken, .refreshToken)
            && kinds.add(destination.testEventCode, .testEventCode)
            && destination.advertiserIDs.allSatisfy { kinds.add($0, .advertiserID) }
    }

    private struct KindsInPlace {
        private var seen: UInt8 = 0

        /// Adds a value's kind; false if another has it, or if it does not belong in the field.
        mutating func add(_ text: ConfigText?, _ field: Field) -> Bool {
            guard let text, text.isUsable else { return true }
            guard let kind = text.kind, field.accepts(kind), seen & 1 << kind.rawValue == 0 else { return false }
            // Ad accounts may be many, and are of one kind.
            if field != .advertiserID { seen |= 1 << kind.rawValue }
            return true
        }
    }

    private static func compare(_ one: Slot, _ two: Slot, at indices: (Int, Int)) -> (MisplacedValue, [Int])? {
        let oneFits = one.kind.map(one.field.accepts) ?? false
        let twoFits = two.kind.map(two.field.accepts) ?? false
        if !oneFits, !twoFits, let oneKind = one.kind, let twoKind = two.kind, one.field.accepts(twoKind),
            two.field.accepts(oneKind)
        {
            let proof = Proof.exchanged(with: two.text, kinds: (oneKind, twoKind))
            return (
                MisplacedValue(text: one.text, noun: one.field.noun, otherNoun: two.field.noun, proof: proof),
                [indices.0, indices.1]
            )
        }
        // Shorter texts are no credentials, and may be equal by chance.
        guard one.text.cleaned == two.text.cleaned, one.text.cleaned.unmasked.utf8.count >= 8 else { return nil }
        // The mobile SDKs use the app's id as the test event code.
        if Set([one.field, two.field]) == [.testEventCode, .appID] { return nil }
        let isSecondWrong = oneFits && (!twoFits || two.field == .advertiserID)
        let (wrong, right) = isSecondWrong ? (two, one) : (one, two)
        let proof = Proof.same(as: right.text, isOwner: oneFits != twoFits)
        let misplaced = MisplacedValue(
            text: wrong.text,
            noun: wrong.field.noun,
            otherNoun: right.field.noun,
            proof: proof
        )
        return (misplaced, [isSecondWrong ? indices.1 : indices.0])
    }
}

extension MisplacedValue {
    /// The values that are compared. Where two are the same and both look right, the one listed first is in
    /// doubt, an ad account before all.
    private enum Field {
        case pixelID
        case accessToken
        case appID
        case appSecret
        case refreshToken
        case testEventCode
        case advertiserID

        var noun: String {
            switch self {
            case .pixelID: "pixel code"
            case .accessToken: "access token"
            case .appSecret: "app secret"
            case .refreshToken: "refresh token"
            case .testEventCode: "test event code"
            case .advertiserID: "ad account's id"
            case .appID: "app id"
            }
        }

        /// What belongs in the field.
        func accepts(_ kind: ValueKind) -> Bool {
            switch self {
            case .pixelID: kind == .pixelCode
            case .accessToken: kind == .tokenOrSecret || kind == .accountToken
            case .appSecret: kind == .tokenOrSecret
            case .refreshToken: kind == .refreshToken
            case .testEventCode: kind == .testEventCode
            case .advertiserID, .appID: kind == .number
            }
        }

        /// What does not belong in it, but is the field's own rule's to report.
        func tolerates(_ kind: ValueKind) -> Bool {
            kind == .number || self == .refreshToken && kind == .tokenOrSecret
        }

        /// The values of a destination that can be judged, ad accounts last.
        static func slots(of destination: borrowing DestinationFields) -> [Slot] {
            var slots: [Slot] = []
            func add(_ field: Field, _ text: ConfigText?) {
                guard let text, text.isUsable else { return }
                slots.append(Slot(field: field, text: text, kind: text.kind))
            }
            add(.pixelID, destination.pixelID)
            add(.accessToken, destination.accessToken)
            add(.appID, destination.rare.app?.appID)
            add(.appSecret, destination.rare.app?.secret)
            add(.refreshToken, destination.rare.refreshToken)
            add(.testEventCode, destination.testEventCode)
            for text in destination.advertiserIDs { add(.advertiserID, text) }
            return slots
        }
    }

    private struct Slot {
        let field: Field
        let text: ConfigText
        let kind: ValueKind?
    }
}
