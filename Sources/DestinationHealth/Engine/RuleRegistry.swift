/// All rules, in the order in which they are listed and run.
public enum RuleRegistry {
    /// One line for each rule.
    public static let all: [any Rule.Type] = [
        ConfigFieldRule.self,
        ValueReferenceRule.self,
        SurroundingWhitespaceRule.self,
        HiddenCharacterRule.self,
        PastedDecorationRule.self,
        PlaceholderValueRule.self,
        SwappedValuesRule.self,
        PixelIDFormatRule.self,
        AccessTokenFormatRule.self,
        AppCredentialsFormatRule.self,
        AdvertiserIDFormatRule.self,
        TestEventCodeFormatRule.self,
        TestEventCodeInProductionRule.self,
        ScopeCoverageRule.self,
        TokenExpiryRule.self,
        TokenRotationRule.self,
        AuthorizationCodeRule.self,
        PlaintextSecretRule.self,
        DuplicateDestinationRule.self,
        SharedCredentialRule.self,
        SuppressionRule.self,
        TokenAcceptedRule.self,
        PixelOwnershipRule.self,
        PixelStateRule.self,
        AppCredentialsRule.self,
        AdvertiserAccessRule.self,
        ScopeAccessRule.self,
        ClockSkewRule.self,
    ]
}
