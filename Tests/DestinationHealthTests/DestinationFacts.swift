import TikTokAPI

@testable import DestinationHealth

/// What a destination says, whatever the config it stands in: every field, but neither places nor defects nor products.
func facts(of destination: Destination) -> [String] {
    Field.ofDestination.map { "\($0): \(fact(of: $0, destination))" } + ["keys: \(destination.keys)"]
}

private func fact(of field: Field, _ destination: Destination) -> String {
    switch field {
    case .name: destination.name
    case .type: destination.type.rawValue
    case .pixelID: fact(destination.pixelID)
    case .accessToken: fact(destination.accessToken)
    case .tokenKind: destination.declaredTokenKind?.rawValue ?? "nil"
    case .app: "\(destination.hasApp) \(fact(destination.appID)) \(fact(destination.appSecret))"
    case .advertiserIDs:
        (destination.advertiserIDList.map { $0.isEmpty ? "empty list" : "list" } ?? "nil")
            + " \(destination.advertiserIDs.map { fact($0) })"
    case .scopes: destination.scopes.map { "\($0.map(\.text))" } ?? "nil"
    case .uses: destination.uses.map { "\($0.map(\.rawValue))" } ?? "nil"
    case .requiredScopes: "\(destination.requiredScopes.map(\.text))"
    case .tokenIssuedAt: fact(destination.tokenIssuedAt?.unixTime)
    case .tokenExpiresAt: fact(destination.tokenExpiresAt?.unixTime)
    case .expiresIn: fact(destination.expiresIn?.value)
    case .refreshToken: fact(destination.refreshToken)
    case .authCode: fact(destination.authCode)
    case .refreshTokenExpiresAt: fact(destination.refreshTokenExpiresAt?.unixTime)
    case .refreshTokenExpiresIn: fact(destination.refreshTokenExpiresIn?.value)
    case .rotateAfterDays: fact(destination.rotateAfterDays?.value)
    case .expiryWarningDays: fact(destination.expiryWarningDays?.value)
    case .testEventCode: fact(destination.testEventCode)
    case .eventSource: destination.eventSource.rawValue
    case .eventSourceID: fact(destination.eventSourceID)
    case .managedBy: destination.managedBy?.rawValue ?? "nil"
    case .enabled: "\(destination.isEnabled)"
    case .appID, .appSecret, .appAuthCode, .suppressedRule, .suppressionReason, .suppressionEnd: ""
    case .suppress: "\(destination.suppressions.map { "\($0.rule) \($0.reason) \($0.until)" })"
    }
}

private func fact(_ text: ConfigText?) -> String { text.map { "<\($0.cleaned.unmasked)>" } ?? "nil" }

private func fact(_ number: Int?) -> String { number.map(String.init) ?? "nil" }
