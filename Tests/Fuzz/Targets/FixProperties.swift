public import DestinationHealth
import LocatedJSON
import TikTokAPI

/// What must hold of every fix, of a random config. ``FuzzTarget/fix`` runs it in a release build, the tests a few hundred.
public struct FixProperties {
    private let config: RandomFixableConfig
    /// The fix of the config.
    public let fix: ConfigFix
    /// The same of the fixed file.
    private let again: ConfigFix

    /// Fixes the random config of a seed.
    public init(seed: UInt64) {
        config = RandomFixableConfig(seed: seed)
        let fixer = ConfigFixer(environment: config.environment)
        fix = fixer.fix(config.bytes, path: "config.json")
        // The same bytes are fixed in the same way.
        again = fix.changes.isEmpty ? fix : fixer.fix(fix.bytes, path: "config.json")
    }

    /// The first property that does not hold; nil if all do.
    public var violation: String? { changes ?? values ?? secondTime }

    /// What is reported is what changes, and it lies inside of values.
    private var changes: String? {
        var rest: [UInt8] = []
        var place = 0
        for cut in fix.cuts {
            guard cut.lowerBound >= place, !cut.isEmpty else { return "cuts overlap" }
            rest += config.bytes[place..<cut.lowerBound]
            place = cut.upperBound
        }
        rest += config.bytes[place...]
        if rest != fix.bytes { return "the file without the cuts is not what is written" }
        guard let document = try? JSONDocument(parsing: config.bytes) else { return "the generator makes no JSON" }
        for cut in fix.cuts {
            let token = document.strings(in: cut).first { _ in true }
            guard let token, !token.isKey, token.byteRange.lowerBound < cut.lowerBound,
                token.byteRange.upperBound > cut.upperBound
            else { return "a cut is not inside of a value" }
        }
        if (fix.cuts.isEmpty) != (fix.fixedValues == 0) { return "values are miscounted" }
        return nil
    }

    /// Every value is the cleaned one of before, or as it was and said to be.
    private var values: String? {
        let (before, after) = (fix.original, again.original)
        guard before.destinations.map(\.name) == after.destinations.map(\.name),
            before.destinations.map(\.defects.count) == after.destinations.map(\.defects.count)
        else { return "the destinations are others" }
        for (old, new) in zip(before.destinations, after.destinations) {
            guard old.copiedTexts.map(\.field) == new.copiedTexts.map(\.field) else { return "the fields are others" }
            for (was, now) in zip(old.copiedTexts, new.copiedTexts) {
                if was.cleaned != now.cleaned { return "\(was.field) has another cleaned value" }
                let isReported = fix.changes.contains {
                    $0.field == was.field && $0.destinations.contains(old.name)
                }
                if !isReported, was.raw != now.raw { return "\(was.field) is changed and not reported" }
                let isLeft = fix.leftovers.contains { $0.field == was.field && $0.destinations.contains(old.name) }
                let isFixable = now.defects.contains { $0.kind.isFixable }
                if isFixable, !isLeft { return "\(was.field) could be fixed and is not" }
                if !now.defects.isEmpty, !isLeft { return "\(was.field) is left and not said" }
                if was.origin == .literal, was.raw != was.cleaned, was.raw == now.raw, !isLeft {
                    return "\(was.field) is not fixed"
                }
                // A value of nothing but decoration has the very words that it is told in.
                let value = was.cleaned.unmasked
                if value.utf8.count >= 8, value.utf8.contains(where: { (0x30...0x39).contains($0) }),
                    (fix.changes.map(\.words) + fix.leftovers.map(\.words)).contains(where: { $0.contains(value) })
                {
                    return "\(was.field) is shown"
                }
            }
        }
        return nil
    }

    private var secondTime: String? {
        if again.bytes != fix.bytes || !again.changes.isEmpty { return "a second time changes more" }
        if again.leftovers.map(\.words) != fix.leftovers.map(\.words) { return "a second time leaves other values" }
        for (first, second) in zip(fix.leftovers, again.leftovers) {
            if first.sourceWhenFixed.position != second.source.position { return "a place is another the second time" }
        }
        return nil
    }
}

extension TextDefect.Kind {
    fileprivate var isFixable: Bool {
        switch self {
        case .surroundingWhitespace, .hiddenCharacter: true
        case .decoration(let words): words != "more than one value"
        case .innerWhitespace, .controlCharacter, .foreignCharacter: false
        }
    }
}
