import TikTokAPI

/// A value in another value's field. `swapped-values` reports it, and the rules of single fields leave to that rule what it
/// explains.
struct MisplacedValue {
    /// How it is known.
    enum Proof {
        /// Each of two values looks like what the other field holds.
        case exchanged(with: ConfigText, kinds: (ValueKind, ValueKind))
        /// The same text is in two fields that never hold the same.
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

    /// Every such value of a destination, each once, ad accounts last; ``Destination/misplacedValues`` keeps them.
    static func find(in destination: Destination) -> [MisplacedValue] {
        let slots = slots(of: destination)
        if areAllInPlace(slots) { return [] }
        var misplacedValues: [MisplacedValue] = []
        var explained: Set<Int> = []
        // Ad accounts may be many, and are compared with what else there is, not with each other.
        for (index, slot) in slots.enumerated().prefix(while: { $0.element.field != .advertiserIDs }) {
            for other in (index + 1)..<slots.count where !explained.contains(index) && !explained.contains(other) {
                guard let (misplaced, indices) = compare(slot, slots[other], at: (index, other)) else { continue }
                misplacedValues.append(misplaced)
                explained.formUnion(indices)
            }
        }
        for (index, slot) in slots.enumerated() where !explained.contains(index) {
            guard let kind = slot.kind, !slot.field.accepts(kind), !slot.field.tolerates(kind) else { continue }
            misplacedValues.append(
                MisplacedValue(
                    text: slot.text,
                    noun: slot.field.declaration.noun,
                    otherNoun: "",
                    proof: .ofAnotherKind(kind)
                )
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
    private static func areAllInPlace(_ slots: [Slot]) -> Bool {
        var seen: UInt8 = 0
        return slots.allSatisfy { slot in
            guard let kind = slot.kind, slot.field.accepts(kind), seen & 1 << kind.rawValue == 0 else { return false }
            // Ad accounts may be many, and are of one kind.
            if slot.field != .advertiserIDs { seen |= 1 << kind.rawValue }
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
                MisplacedValue(
                    text: one.text,
                    noun: one.field.declaration.noun,
                    otherNoun: two.field.declaration.noun,
                    proof: proof
                ),
                [indices.0, indices.1]
            )
        }
        // Shorter texts are no credentials, and may be equal by chance.
        guard one.text.cleaned == two.text.cleaned, one.text.cleaned.unmasked.utf8.count >= 8 else { return nil }
        // The mobile SDKs use the app's id as the test event code.
        if Set([one.field, two.field]) == [.testEventCode, .appID] { return nil }
        let isSecondWrong = oneFits && (!twoFits || two.field == .advertiserIDs)
        let (wrong, right) = isSecondWrong ? (two, one) : (one, two)
        let proof = Proof.same(as: right.text, isOwner: oneFits != twoFits)
        let misplaced = MisplacedValue(
            text: wrong.text,
            noun: wrong.field.declaration.noun,
            otherNoun: right.field.declaration.noun,
            proof: proof
        )
        return (misplaced, [isSecondWrong ? indices.1 : indices.0])
    }
}

extension MisplacedValue {
    private struct Slot {
        let field: Field
        let text: ConfigText
        let kind: ValueKind?
    }

    /// The values of a destination that are compared. Where two are the same and both look right, the one listed first is in
    /// doubt, an ad account before all.
    private static func slots(of destination: Destination) -> [Slot] {
        let texts = destination.copiedTexts.filter { $0.isUsable && !$0.path.field.declaration.accepts.isEmpty }
        let slots = texts.map { Slot(field: $0.path.field, text: $0, kind: $0.kind) }
        return slots.filter { $0.field != .advertiserIDs } + slots.filter { $0.field == .advertiserIDs }
    }
}

extension Field {
    /// Whether a kind of text belongs in the field.
    fileprivate func accepts(_ kind: ValueKind) -> Bool { declaration.accepts.contains(kind) }

    /// Whether a kind does not belong in it, but is left to the field's own rule to report.
    fileprivate func tolerates(_ kind: ValueKind) -> Bool {
        kind == .number || declaration.tolerates.contains(kind)
    }
}
