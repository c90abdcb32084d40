import LocatedJSON
import TikTokAPI

/// What is still wrong with the values of a fixed config, and why it is left to a person.
struct UnfixedIssues {
    private(set) var all: [ConfigFix.Leftover] = []

    /// - Parameters:
    ///   - config: The config as it is once it is fixed.
    ///   - cuts: What was cut out of it, ascending.
    ///   - original: The config as it was.
    init(_ config: LoadedConfig, cuts: [Range<Int>], _ original: LoadedConfig) {
        guard let file = original.destinations.first?.range.file else { return }
        /// A value that several destinations share is said once.
        struct Key: Hashable {
            let offset: Int
            let words: String
        }
        var names: [Key: [String]] = [:]
        var order: [(key: Key, text: ConfigText, source: SourceLocation)] = []
        for destination in config.destinations {
            for text in destination.copiedTexts {
                guard let defect = text.defects.first, let words = Self.words(for: text) else { continue }
                let source = text.location(ofByte: defect.utf8Offset)
                let key = Key(offset: source.range?.bytes.lowerBound ?? 0, words: words)
                if names[key] == nil { order.append((key, text, source)) }
                names[key, default: []].append(destination.name)
            }
        }
        // Cuts and places both ascend, so each is looked at once.
        var (passed, number) = (0, 0)
        all = order.sorted { $0.key.offset < $1.key.offset }.map { key, text, source in
            while number < cuts.count, cuts[number].lowerBound <= key.offset + passed {
                passed += cuts[number].count
                number += 1
            }
            let offset = key.offset + passed
            return ConfigFix.Leftover(
                destinations: names[key] ?? [],
                field: text.shownField,
                words: key.words,
                source: SourceRange(file, offset..<offset).location,
                sourceWhenFixed: source
            )
        }
    }

    /// Why a value is left as it is; nil if there is nothing wrong with it.
    private static func words(for text: ConfigText) -> String? {
        let removals = text.removals.described.map(\.words).joined(separator: ", ")
        let what = removals.isEmpty ? text.defects.described : removals
        if case .reference(let source) = text.origin {
            return "\(what): it comes from \(source), so fix it there"
                + (text.isWholeReference ? "" : ", or in the text around the reference")
        }
        if text.cleaned.unmasked.utf8.isEmpty { return "\(what): nothing would be left of the value" }
        if !removals.isEmpty { return "\(what): the value would then read otherwise, so write it anew" }
        if text.defects.contains(where: { $0.kind == .decoration(PasteArtifact.severalValues) }) {
            return "\(PasteArtifact.severalValues): keep the one that is meant"
        }
        return text.defects.isEmpty ? nil : "\(what): copy the value once more from its source"
    }
}

extension ConfigText {
    /// Whether nothing but a reference stands in the config.
    fileprivate var isWholeReference: Bool {
        let written = range.file.document.bytes[range.bytes]
        return written.starts(with: Array("\"${".utf8)) && written.suffix(2).elementsEqual(Array("}\"".utf8))
            && written.count { $0 == UInt8(ascii: "$") } == 1
    }
}
