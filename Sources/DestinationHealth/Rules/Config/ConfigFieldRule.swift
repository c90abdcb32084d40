import TikTokAPI

/// `config-field`
struct ConfigFieldRule: Rule {
    static let description = RuleDescription(
        id: "config-field",
        title: "a field of the config is missing, misspelt or of the wrong type",
        rationale: "A destination that cannot be read cannot be checked, and a misspelt key is silently not there: the "
            + "value that somebody thinks is set is not.",
        stage: .offline,
        severity: .error,
        bad: [
            RuleExample(#"↓{"pixel_id": "{pixel}"}"#, says: "access_token is missing"),
            RuleExample(
                #"↓{"type": "tiktok_events", "access_token": "{token}"}"#,
                says: "pixel_id is missing"
            ),
            RuleExample(
                #"{"pixel_id": ↓7000000000000000001, "access_token": "{token}"}"#,
                says: "must be a string, found a number"
            ),
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": ↓null}"#,
                says: "must be a string, found null"
            ),
            RuleExample(#"{"pixel_id": "{pixel}", "access_token": ↓""}"#, says: "access_token is empty"),
            RuleExample(
                #"{"pixel_id": "{pixel}", ↓"acces_token": "{token}"}"#,
                says: "did you mean \"access_token\"?",
                severity: .warning
            ),
            RuleExample(
                #"{"pixel_id": "{pixel}", "type": ↓"tiktok_event", "access_token": "${T}"}"#,
                says: "did you mean \"tiktok_events\"?",
                environment: ["T": "{token}"]
            ),
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "${T}", "expires_in": ↓"1d"}"#,
                says: "must be a whole number",
                environment: ["T": "{token}"]
            ),
            RuleExample(
                #"↓{"type": "tiktok_ads", "access_token": "{token}"}"#,
                says: "app"
            ),
        ],
        good: [
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "{token}"}"#
            ),
            RuleExample(
                #"{"pixel_code": "{pixel}", "access_token": "{token}", "scopes": [4, "7224195155857866754"]}"#
            ),
        ],
        remedies: [.fillInField, .fixField]
    )

    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        var findings: [Finding] = []
        for defect in destination.defects {
            switch defect.kind {
            case .reference, .elsewhere: continue
            case .badValue:
                findings.append(
                    finding(
                        destination,
                        field: defect.field,
                        message: defect.message,
                        at: defect.range.location,
                        remedy: .fixField,
                        advice: defect.advice
                    )
                )
            case .unknownKey:
                findings.append(
                    finding(
                        destination,
                        severity: .warning,
                        field: defect.field,
                        message: defect.message,
                        at: defect.range.location,
                        remedy: .fixField,
                        advice: defect.advice
                    )
                )
            }
        }
        if findings.isEmpty, hasAllOfWebEvents(destination) { return .passed }
        for need in needs(of: destination) where need.text?.cleaned.unmasked.utf8.isEmpty ?? true {
            if destination.defects.contains(where: { $0.concerns(need.field) }) { continue }
            findings.append(missing(need, in: destination))
        }
        return findings.isEmpty ? .passed : .findings(findings)
    }

    private struct Need {
        let field: String
        let text: ConfigText?
        var why = ""
        var within: SourceRange?
    }

    /// Whether it is for events of a pixel, as most are, and has what those need.
    private func hasAllOfWebEvents(_ destination: Destination) -> Bool {
        func isGiven(_ text: ConfigText?) -> Bool {
            text.map { $0.canBeSent || !$0.cleaned.unmasked.utf8.isEmpty } ?? false
        }
        return destination.type == .events && destination.eventSource == .web && isGiven(destination.accessToken)
            && isGiven(destination.pixelID)
    }

    private func needs(of destination: Destination) -> [Need] {
        var needs = [Need(field: "access_token", text: destination.accessToken)]
        switch destination.type {
        case .events where destination.eventSource == .web:
            needs.append(Need(field: "pixel_id", text: destination.pixelID))
        case .events:
            let kind = destination.eventSource.rawValue
            needs.append(
                Need(field: "event_source_id", text: destination.eventSourceID, why: ": event source \(kind) needs it")
            )
        case .ads where destination.needsApp && destination.product != nil:
            let why =
                destination.product?.deliversEvents == true && destination.pixelID == nil
                ? ": it is needed unless \(destination.shown("pixel_id")) is there, to check events" : ""
            needs.append(Need(field: "app.app_id", text: destination.appID, why: why))
            needs.append(Need(field: "app.secret", text: destination.appSecret, why: why))
        case .ads where destination.needsApp:
            let why =
                ": type tiktok_ads needs it"
                + (destination.pixelID == nil ? " (or give a pixel_id to check events)" : "")
            guard let app = destination.appRange else { return needs + [Need(field: "app", text: nil, why: why)] }
            needs.append(Need(field: "app.app_id", text: destination.appID, within: app))
            needs.append(Need(field: "app.secret", text: destination.appSecret, within: app))
        case .ads: break
        }
        return needs
    }

    private func missing(_ need: Need, in destination: Destination) -> Finding {
        if let text = need.text {
            let words = text.raw.unmasked.utf8.isEmpty ? "is empty" : "has nothing in it but what must be removed"
            return finding(
                destination,
                field: need.field,
                message: "\(destination.shown(need.field)) \(words)",
                at: text.range.location,
                remedy: .fillInField
            )
        }
        return finding(
            destination,
            field: need.field,
            message: "\(destination.shown(need.field)) is missing\(need.why)",
            at: (need.within ?? destination.range).location,
            remedy: .fillInField
        )
    }
}

extension ConfigDefect {
    /// Whether the defect already explains why a field is not there.
    fileprivate func concerns(_ field: String) -> Bool {
        self.field == field || self.field.isEmpty && kind == .badValue || field.hasPrefix(self.field + ".")
    }
}
