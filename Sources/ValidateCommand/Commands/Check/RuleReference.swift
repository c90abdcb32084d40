import LocatedJSON
import DestinationHealth

/// A rule id of `--only` or `--skip`, which may not exist.
package struct RuleReference: Sendable, Hashable {
    /// The id as it was written.
    package let id: String
    /// The option it came from, without dashes.
    package let option: String
    /// Its position in the list, from 1.
    package let position: Int
}

extension RuleReference {
    /// The id of the rule that this names.
    ///
    /// - Parameters:
    ///   - known: The ids of all rules.
    ///   - aliases: The id of a rule for each former name of one.
    /// - Throws: A usage error with a suggestion if there is no such rule.
    package func resolved(known: [String], aliases: [String: String] = [:]) throws(UsageError) -> String {
        if known.contains(where: id.hasSameBytes) { return id }
        if let alias = aliases.first(where: { id.hasSameBytes(as: $0.key) }) { return alias.value }
        let name = id.quotedIfHarmless ?? "item \(position)"
        // Sorted, because the order of a dictionary, and with it the suggestion, changes from run to run.
        let suggestion = NearestName.suggestion(for: id, among: known + aliases.keys.sorted())
        throw UsageError("--\(option): \(name) names no rule", hint: suggestion.map { "did you mean \($0)?" })
    }
}

extension CheckOptions {
    /// The rules that `--only` and `--skip` leave.
    func selectedRules() throws(UsageError) -> [any Rule.Type] {
        let ids = try selectedRules(known: RuleRegistry.all.map { $0.description.id })
        return RuleRegistry.all.filter { ids.contains($0.description.id) }
    }

    /// The ids of the rules that `--only` and `--skip` leave, in the order of `known`.
    ///
    /// - Parameters:
    ///   - known: The ids of all rules.
    ///   - aliases: The id of a rule for each former name of one.
    /// - Throws: A usage error for an id that names no rule, or if no rule is left: a run that checks nothing must not
    ///   succeed.
    package func selectedRules(known: [String], aliases: [String: String] = [:]) throws(UsageError) -> [String] {
        let wanted = try only.map { (rule) throws(UsageError) in try rule.resolved(known: known, aliases: aliases) }
        let unwanted = try skip.map { (rule) throws(UsageError) in try rule.resolved(known: known, aliases: aliases) }
        let selected = known.filter { (wanted.isEmpty || wanted.contains($0)) && !unwanted.contains($0) }
        guard !selected.isEmpty || known.isEmpty else {
            throw UsageError("\(wanted.isEmpty ? "--skip leaves" : "--only and --skip leave") no rule to check")
        }
        return selected
    }
}

extension ValueSyntax<[RuleReference]> {
    /// Rule ids, separated by commas.
    static var rules: ValueSyntax {
        ValueSyntax(name: "RULE,...", completion: .rules) {
            (text: String, option: String) throws(UsageError) -> [RuleReference] in
            var references: [RuleReference] = []
            for part in text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
                // A quoted list may have a space after each comma.
                let start = part.firstIndex { $0 != 0x20 } ?? part.endIndex
                let end = part.lastIndex { $0 != 0x20 }.map(part.index(after:)) ?? start
                let position = references.count + 1
                guard start < end else {
                    throw UsageError(
                        "--\(option): item \(position) of the list is empty",
                        hint: "write rule ids with one comma between two"
                    )
                }
                let id = String(Substring(part[start..<end]))
                references.append(RuleReference(id: id, option: option, position: position))
            }
            return references
        }
    }
}
