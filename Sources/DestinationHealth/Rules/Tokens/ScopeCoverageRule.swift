import TikTokAPI

/// `scope-coverage`
struct ScopeCoverageRule: Rule {
    private static let events =
        #""pixel_id": "{pixel}", "access_token": "{token}""#
    private static let app =
        #""token_kind": "marketing", "pixel_id": "{pixel}", "access_token": "{token}""#

    static let description = RuleDescription(
        id: "scope-coverage",
        title: "the token lacks a permission (scope)",
        rationale:
            "A developer app's token keeps the permissions that it was made with: what the app is given later, or what the "
            + "advertiser did not tick, is refused under HTTP 200. The numbers that came with the token tell before any "
            + "call fails.",
        stage: .offline,
        severity: .error,
        bad: [
            RuleExample(
                "{\(app), \"scopes\": ↓[1, 2, 4], \"uses\": [\"events_api\"]}",
                says: "\"Report Conversion Event\" (7224195155857866754)"
            ),
            RuleExample(
                "{\(app), \"scopes\": ↓[200, 210], \"uses\": [\"owox_source\"]}",
                says: "\"Read Ads\" (220)"
            ),
            RuleExample(
                "{\(app), \"scopes\": [5], \"required_scopes\": [↓\"800\"]}",
                says: "/pixel/list/"
            ),
            RuleExample(
                "{\(app), \"scopes\": [↓7224195155857866752]}",
                says: "lost its last digits"
            ),
            RuleExample(
                "{\(app), \"scopes\": [5, ↓\"ads.read\"]}",
                says: "not a scope of this API",
                severity: .warning
            ),
            RuleExample(
                "{\(events), \"token_kind\": \"events_manager\", \"scopes\": ↓[800]}",
                says: "has no scopes",
                severity: .warning
            ),
        ],
        good: [
            RuleExample("{\(app), \"scopes\": [5]}"),
            RuleExample(
                "{\(app), \"scopes\": [\"7224195155857866754\", 8], \"uses\": [\"events_api\", \"pixel_read\"]}"
            ),
            RuleExample("{\(app), \"scopes\": \"1, 2, 3, 4\", \"uses\": [\"owox_source\"], \"required_scopes\": [44]}"),
            RuleExample("{\(events)}"),
        ],
        remedies: [.grantScope, .fixField]
    )

    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        guard let recorded = RecordedScopes(destination) else { return .notApplicable("no scopes are recorded") }
        switch destination.tokenKind.kind {
        case .tiktokAccount: return .notApplicable("the scopes of a TikTok account's token are of another kind")
        case .eventsManager: return pointless(destination)
        case .marketing, .sandbox: break
        }
        var needs = Needs(recorded)
        let required = requiredScopes(destination, recorded, &needs)
        let findings =
            (uses(destination, recorded, &needs) + required + rounded(destination, recorded, needs)
                + names(destination, recorded) + unwritten(destination, recorded))
        return findings.isEmpty ? .passed : .findings(findings)
    }

    /// What was needed and is not granted, sorted by why.
    private struct Needs {
        private let recorded: RecordedScopes
        /// The recorded texts that may be a needed scope, rounded.
        private(set) var neededRounded: Set<String> = []

        init(_ recorded: RecordedScopes) {
            self.recorded = recorded
        }

        /// Those of some scopes that are not granted, less those that a rounded number may have granted.
        mutating func missing(of scopes: [PermissionScope]) -> [PermissionScope] {
            scopes.filter { scope in
                if scope.isCovered(by: recorded.numbers) { return false }
                guard let rounded = recorded.damaged.first(where: { $0.mayCover(scope) }) else { return true }
                neededRounded.insert(rounded.item.text)
                return false
            }
        }
    }

    // MARK: What is missing

    private func uses(
        _ destination: Destination,
        _ recorded: RecordedScopes,
        _ needs: inout Needs
    ) -> [Finding] {
        // Names of another API alone say nothing about this one's scopes.
        guard recorded.hasNumbers || recorded.words.isEmpty else { return [] }
        var findings: [Finding] = []
        var seen: Set<TokenUse> = []
        for use in destination.uses ?? [ScopeNeeds.defaultUse(of: destination.type)] where seen.insert(use).inserted {
            let missing = needs.missing(of: ScopeNeeds.scopes(for: use))
            guard !missing.isEmpty else { continue }
            let isGuess = destination.uses == nil && destination.type == .ads
            let lacking = lacking(
                missing,
                for: use.rawValue + (isGuess ? " (assumed, since \"uses\" does not say)" : ""),
                destination,
                recorded,
                at: destination.scopesRange ?? destination.range
            )
            findings.append(isGuess && ScopeNeeds.allowAnyRead(recorded.numbers) ? lacking.asWarning : lacking)
        }
        return findings
    }

    private func requiredScopes(
        _ destination: Destination,
        _ recorded: RecordedScopes,
        _ needs: inout Needs
    ) -> [Finding] {
        var findings: [Finding] = []
        for item in destination.requiredScopes {
            switch RecordedScopes.reading(of: item.text) {
            case .number(let number):
                guard !recorded.numbers.contains(number), recorded.hasNumbers || recorded.words.isEmpty else {
                    continue
                }
                guard let scope = PermissionScope.numbered(number) else {
                    findings.append(unknownNumber(item, destination))
                    continue
                }
                let missing = needs.missing(of: [scope])
                if !missing.isEmpty {
                    findings.append(
                        lacking(missing, for: "required_scopes", destination, recorded, at: item.range)
                    )
                }
            case .tooLong: findings.append(unknownNumber(item, destination))
            case .damaged(let meant):
                findings.append(lostDigits(item, meant, destination, field: "required_scopes", severity: .error))
            case .word:
                findings.append(
                    finding(
                        destination,
                        field: "required_scopes",
                        message: "\(item.shown) is not a scope of this API, whose scopes are numbers",
                        at: item.range.location,
                        remedy: .fixField,
                        advice: "Write the scope's number, such as 44 for reports or 800 for reading pixels."
                    )
                )
            }
        }
        return findings
    }

    private func unknownNumber(_ item: ConfigItem, _ destination: Destination) -> Finding {
        finding(
            destination,
            severity: .unknown,
            field: "required_scopes",
            message: "could not tell whether the token has \(item.shown): no scope of this number is known",
            at: item.range.location,
            remedy: .fixField,
            advice: "Compare the number with TikTok's list of permissions, digit by digit."
        )
    }

    private func lacking(
        _ missing: [PermissionScope],
        for purpose: String,
        _ destination: Destination,
        _ recorded: RecordedScopes,
        at range: SourceRange
    ) -> Finding {
        let names = Self.list(missing.map { "\"\($0.name)\" (\($0.id))" }, showing: 8, "scopes")
        if let unread = recorded.unreadField {
            return finding(
                destination,
                severity: .unknown,
                field: "scopes",
                message:
                    "could not tell whether the token has \(names), needed for \(purpose), since \(unread) cannot be read",
                at: range.location,
                remedy: .fixField,
                advice: "Copy the numbers digit by digit and in quotes from the answer of /oauth2/access_token/."
            )
        }
        return finding(
            destination,
            cause: .scope,
            field: purpose == "required_scopes" ? purpose : "scopes",
            message: "the token lacks \(names), needed for \(purpose)"
                + Self.consequence(of: missing, granted: recorded.numbers),
            at: range.location,
            remedy: .grantScope,
            advice: ScopeNeeds.advice(toAdd: missing)
        )
    }

    /// Which calls will be refused, and what works all the same.
    private static func consequence(of missing: [PermissionScope], granted: Set<UInt64>) -> String {
        let open = Set(PermissionScope.all.filter { $0.isCovered(by: granted) }.flatMap(\.endpoints))
        var refused: [String] = []
        for path in missing.flatMap({ $0.endpoints.isEmpty ? $0.allEndpoints : $0.endpoints })
        where !open.contains(path) && !refused.contains(path) {
            refused.append(path)
        }
        let working = TokenUse.allCases.filter { use in
            ScopeNeeds.scopes(for: use).allSatisfy { $0.isCovered(by: granted) }
        }
        // One call of each scope before the second of any: the first is the one that people know.
        let first = missing.compactMap { scope in scope.allEndpoints.first { refused.contains($0) } }
        let ordered = first + refused.filter { !first.contains($0) }
        return (ordered.isEmpty ? "" : ": \(list(ordered, showing: max(3, first.count), "calls")) will be refused")
            + (working.isEmpty ? "" : "; still possible: \(list(working.map(\.rawValue), showing: 5, "uses"))")
    }

    // MARK: What is recorded wrongly

    private func rounded(_ destination: Destination, _ recorded: RecordedScopes, _ needs: Needs) -> [Finding] {
        recorded.damaged.map { damaged in
            lostDigits(
                damaged.item,
                damaged.meant,
                destination,
                field: "scopes",
                severity: needs.neededRounded.contains(damaged.item.text) ? .error : .warning
            )
        }
    }

    private func lostDigits(
        _ item: ConfigItem,
        _ meant: PermissionScope?,
        _ destination: Destination,
        field: String,
        severity: Severity
    ) -> Finding {
        let number = meant.map { "\($0.id)" } ?? "the number"
        return finding(
            destination,
            severity: severity,
            field: field,
            message: "\(item.shown) is no scope: it has lost its last digits"
                + (meant.map { " and may have been \($0.id), \"\($0.name)\"" } ?? ""),
            at: item.range.location,
            remedy: .fixField,
            advice:
                "Copy \(number) digit by digit and in quotes from the answer of /oauth2/access_token/: spreadsheets and "
                + "programs that keep it as floating point round it."
        )
    }

    private func names(_ destination: Destination, _ recorded: RecordedScopes) -> [Finding] {
        recorded.words.map { item in
            finding(
                destination,
                severity: .warning,
                field: "scopes",
                message: "\(item.shown) is not a scope of this API, whose scopes are numbers, and grants nothing",
                at: item.range.location,
                remedy: .fixField,
                advice: "Record the numbers of data.scope in the answer of /oauth2/access_token/ instead, in quotes."
            )
        }
    }

    private func unwritten(_ destination: Destination, _ recorded: RecordedScopes) -> [Finding] {
        guard let first = recorded.unknown.first else { return [] }
        return [
            finding(
                destination,
                severity: .note,
                field: "scopes",
                message:
                    "\(Self.list(recorded.unknown.map(\.shown), showing: 5, "numbers")): no such scope is known, so it is "
                    + "passed over",
                at: first.range.location,
                remedy: .fixField,
                advice:
                    "Compare the number with the answer of /oauth2/access_token/; if it is the same, nothing is to be done."
            )
        ]
    }

    private func pointless(_ destination: Destination) -> RuleOutcome {
        guard let range = destination.scopesRange, !(destination.scopes ?? []).isEmpty else {
            return .notApplicable("a token of Events Manager has no scopes")
        }
        return .findings([
            finding(
                destination,
                severity: .warning,
                field: "scopes",
                message: "a token of Events Manager has no scopes, so those recorded say nothing of it",
                at: range.location,
                remedy: .fixField,
                advice: "Remove \"scopes\", or set \"token_kind\": \"marketing\" if the token is a developer app's."
            )
        ])
    }

    /// `a, b and c`, or `a, b and 7 more calls`.
    private static func list(_ texts: [String], showing limit: Int, _ noun: String) -> String {
        let shown = texts.prefix(limit)
        let rest = texts.count - shown.count
        guard rest == 0 else { return shown.joined(separator: ", ") + " and \(rest) more \(noun)" }
        guard let last = shown.last, shown.count > 1 else { return shown.joined() }
        return shown.dropLast().joined(separator: ", ") + " and " + last
    }
}

extension Finding {
    fileprivate var asWarning: Finding {
        severity == .error
            ? Finding(
                rule: rule,
                severity: .warning,
                cause: cause,
                field: field,
                message: message,
                source: source,
                evidence: evidence,
                remediation: remediation
            ) : self
    }
}
