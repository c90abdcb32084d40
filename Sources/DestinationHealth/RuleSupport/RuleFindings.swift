import TikTokAPI

extension Rule {
    /// A finding of this rule, with the steps of a remedy.
    ///
    /// - Parameters:
    ///   - destination: About which destination.
    ///   - severity: The rule's own by default.
    ///   - cause: Why.
    ///   - field: Which field is wrong.
    ///   - message: Lower case, no full stop, no secret.
    ///   - location: Where.
    ///   - result: The API's answer that shows it.
    ///   - remedy: What to do.
    ///   - advice: A sentence that fits better than the remedy's first step.
    func finding(
        _ destination: Destination,
        severity: Severity? = nil,
        cause: Cause = .config,
        field: String?,
        message: String,
        at location: SourceLocation,
        result: APIResult? = nil,
        remedy: Remedy,
        advice: String? = nil
    ) -> Finding {
        Finding(
            rule: Self.description.id,
            severity: severity ?? Self.description.severity,
            cause: cause,
            field: field.flatMap { $0.isEmpty ? nil : $0 },
            message: message,
            source: location,
            evidence: result?.summary,
            remediation: RemedyCatalogue.remediation(remedy, for: destination, field: field, advice: advice)
        )
    }

    /// Findings of this rule, one for each text that has defects of some kind.
    func findings(
        _ destination: Destination,
        ofDefects isWanted: (TextDefect.Kind) -> Bool,
        _ makeFinding: (ConfigText, [TextDefect]) -> Finding
    ) -> RuleOutcome {
        guard destination.hasRemarkableText else { return .passed }
        var findings: [Finding] = []
        for text in destination.copiedTexts where !text.defects.isEmpty {
            let defects = text.defects.filter { isWanted($0.kind) }
            if !defects.isEmpty { findings.append(makeFinding(text, defects)) }
        }
        return findings.isEmpty ? .passed : .findings(findings)
    }
}

extension TextDefect {
    /// `U+200B zero width space after character 40`.
    var described: String { Self.describe(scalar, at: position) }

    /// The same for a character, by the number of those before it.
    static func describe(_ scalar: Unicode.Scalar, at position: Int) -> String {
        "\(UnicodeNames.describe(scalar)) "
            + (position == 0 ? "before the first character" : "after character \(position)")
    }
}

extension [TextDefect] {
    /// The first one in words, and how many more there are.
    var described: String {
        guard let first else { return "" }
        let twin = LookAlike.latin(for: first.scalar).map { ", which looks like \"\($0)\"" } ?? ""
        return first.described + twin + (count > 1 ? ", and \(count - 1) more" : "")
    }
}

extension ConfigText {
    /// The field and, for a reference, what it was read from: `access_token (from environment variable TOKEN)`.
    var label: String {
        if case .reference(let source) = origin { "\(shownField) (from \(source))" } else { shownField }
    }
}
