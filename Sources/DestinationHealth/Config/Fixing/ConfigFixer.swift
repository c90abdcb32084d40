import TikTokAPI

/// Finds out how a config is fixed: takes off what does not belong to its values, and makes sure that nothing else
/// changes by it.
public struct ConfigFixer {
    private let environment: any ConfigEnvironment

    /// Makes a fixer.
    ///
    /// - Parameter environment: Where references are looked up, so that values which come from elsewhere can be told from
    ///   those of the file. Nothing of it is fixed.
    public init(environment: any ConfigEnvironment) {
        self.environment = environment
    }

    /// Tells what there is to fix. Writes nothing.
    ///
    /// - Parameters:
    ///   - bytes: The text of the config.
    ///   - path: Its path as the user gave it.
    public func fix(_ bytes: [UInt8], path: String) -> ConfigFix {
        // Both readings must see the same, and a pipe can be read once.
        let loader = ConfigLoader(environment: CachingEnvironment(environment))
        let original = loader.load(bytes, path: path)
        var values = FixableValue.all(in: original, bytes)
        // A value may read otherwise once it is fixed ("$" and "{" come together); it is left then. What stands in the way
        // a third time is nothing that leaving out single values could help.
        for isLast in [false, false, true] where !values.isEmpty {
            let fixed = bytes.without(values.flatMap { $0.cuts.flatMap(\.bytes) })
            let config = loader.load(fixed, path: path)
            let refused = Self.refused(of: values, original, config)
            if refused == [] { return Self.fix(original, config, fixed, values) }
            values = isLast ? [] : refused.map { numbers in values.removing(numbers) } ?? []
        }
        return Self.fix(original, original, bytes, [])
    }

    /// The numbers of the values that do not read as they should once they are fixed; nil if anything else is different.
    private static func refused(
        of values: [FixableValue],
        _ original: LoadedConfig,
        _ fixed: LoadedConfig
    ) -> Set<Int>? {
        guard original.destinations.count == fixed.destinations.count,
            original.problems.map(\.message) == fixed.problems.map(\.message)
        else { return nil }
        var owners: [FixableValue.Place: Int] = [:]
        for (number, value) in values.enumerated() {
            for place in value.places { owners[place] = number }
        }
        var refused: Set<Int> = []
        for (index, (old, new)) in zip(original.destinations, fixed.destinations).enumerated() {
            var texts: [String: ConfigText] = [:]
            for text in new.copiedTexts { texts[text.field] = text }
            for text in old.copiedTexts {
                let owner = owners[FixableValue.Place(destination: index, field: text.field)]
                let now = texts[text.field]
                if let owner {
                    // Cleaning a text may leave something that cleaning it once more takes off, as with quotes in ten
                    // layers: which of the two is the value, nobody can tell.
                    let isFixed = now?.raw == text.cleaned && now?.cleaned == text.cleaned
                    if !isFixed { refused.insert(owner) }
                } else if now?.raw != text.raw {
                    return nil
                }
            }
        }
        return refused
    }

    private static func fix(
        _ original: LoadedConfig,
        _ fixed: LoadedConfig,
        _ bytes: [UInt8],
        _ values: [FixableValue]
    ) -> ConfigFix {
        var fix = ConfigFix(original: original, fixed: fixed, bytes: bytes)
        fix.fixedValues = values.count
        let names = original.destinations.map(\.name)
        for value in values {
            for cut in value.cuts {
                fix.changes.append(
                    ConfigFix.Change(
                        destinations: value.places.map { names[$0.destination] },
                        field: value.text.shownField,
                        words: cut.words,
                        source: value.text.location(ofByte: cut.textOffset),
                        cuts: cut.bytes,
                        isShown: cut.isShown
                    )
                )
            }
        }
        fix.changes.sort { $0.cuts[0].lowerBound < $1.cuts[0].lowerBound }
        fix.leftovers = UnfixedIssues(fixed, cuts: fix.cuts, original).all
        return fix
    }
}

/// A value that stands in a config, with what is to be taken off it.
struct FixableValue {
    /// Where a value is used.
    struct Place: Hashable {
        let destination: Int
        let field: String
    }

    /// What one rule finds in it.
    struct Cut {
        let words: String
        let textOffset: Int
        /// Bytes of the file, ascending.
        let bytes: [Range<Int>]
        let isShown: Bool
    }

    let text: ConfigText
    let cuts: [Cut]
    private(set) var places: [Place]

    /// Every value of a config that something can be taken off, one that several destinations share once.
    static func all(in config: LoadedConfig, _ bytes: [UInt8]) -> [FixableValue] {
        var values: [FixableValue] = []
        var known: [Range<Int>: Int] = [:]
        for (index, destination) in config.destinations.enumerated() {
            for text in destination.copiedTexts {
                let place = Place(destination: index, field: text.field)
                guard let value = FixableValue(text, at: place, bytes), let first = value.cuts.first?.bytes.first
                else { continue }
                if let number = known[first] {
                    values[number].places.append(place)
                } else {
                    known[first] = values.count
                    values.append(value)
                }
            }
        }
        return values
    }

    private init?(_ text: ConfigText, at place: Place, _ bytes: [UInt8]) {
        guard !text.defects.isEmpty, !text.cleaned.unmasked.utf8.isEmpty, let placement = text.placement else {
            return nil
        }
        let cuts = text.removals.described.map { words, removals in
            Cut(
                words: words,
                textOffset: removals[0].bytes.lowerBound,
                bytes: removals.map { removal in
                    let start = placement.byteOffset(ofTextByte: removal.bytes.lowerBound)
                    return start..<max(start, placement.byteOffset(ofTextByte: removal.bytes.upperBound))
                },
                isShown: removals.allSatisfy(\.isShown)
            )
        }
        // A line break of the file is never part of a value that one could fix.
        let isPlaced = cuts.allSatisfy { cut in
            cut.bytes.allSatisfy { !$0.isEmpty && $0.upperBound <= bytes.count && !bytes[$0].contains(0x0A) }
        }
        guard !cuts.isEmpty, isPlaced else { return nil }
        self.text = text
        self.cuts = cuts
        places = [place]
    }
}

extension [FixableValue] {
    fileprivate func removing(_ numbers: Set<Int>) -> [FixableValue] {
        enumerated().filter { !numbers.contains($0.offset) }.map(\.element)
    }
}

extension [UInt8] {
    /// The bytes without some of them.
    func without(_ cuts: [Range<Int>]) -> [UInt8] {
        var rest: [UInt8] = []
        rest.reserveCapacity(count)
        var place = 0
        for cut in cuts.sorted(by: { $0.lowerBound < $1.lowerBound }) where cut.upperBound > place {
            rest += self[place..<Swift.max(place, cut.lowerBound)]
            place = cut.upperBound
        }
        return rest + self[place...]
    }
}
