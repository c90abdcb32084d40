import DestinationHealth
import TikTokAPI
import TestSupport
import Testing

@Suite struct TokenExpiryTests {
    private static let account =
        #""app": {"app_id": "7000000000000000001"}, "access_token": "act.k3J9sQ2mVbX7pLzR4tYw8nHc""#
    private static let pixel =
        #""pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70""#
    private static let marketing = pixel + #", "token_kind": "marketing""#
    private static let refresh = #""refresh_token": "rft.r7Tq2LmZx9""#

    private static let hour = 3600
    private static let day = 86_400

    private static func rule(_ id: String) -> [any Rule.Type] { RuleRegistry.all.filter { $0.description.id == id } }

    struct Case: CustomTestStringConvertible {
        let what: String
        let members: String
        /// What each finding of the rule must be: its weight, its field, and words of its message.
        let expected: [(severity: Severity, field: String, words: String)]
        var testDescription: String { what }

        init(_ what: String, _ members: String, _ expected: [(Severity, String, String)] = []) {
            self.what = what
            self.members = members
            self.expected = expected.map { (severity: $0.0, field: $0.1, words: $0.2) }
        }
    }

    private static func at(_ field: String, _ secondsFromNow: Int) -> String {
        "\"\(field)\": \(testTime + secondsFromNow)"
    }

    private static let accountCases: [Case] = [
        Case("nothing recorded", account),
        Case(
            "ends this second",
            "\(account), \(at("token_expires_at", 0))",
            [(.error, "token_expires_at", "expired at")]
        ),
        Case(
            "ends next second",
            "\(account), \(at("token_expires_at", 1))",
            [(.warning, "token_expires_at", "in less than a minute")]
        ),
        Case(
            "two hours left, no refresh token",
            "\(account), \(at("token_expires_at", 2 * hour))",
            [(.warning, "token_expires_at", "in 2 hours")]
        ),
        Case("more than two hours left", "\(account), \(at("token_expires_at", 2 * hour + 1))"),
        Case("an hour left, with a refresh token", "\(account), \(refresh), \(at("token_expires_at", hour))"),
        Case(
            "an hour left, the refresh token's end is recorded alone",
            "\(account), \(at("token_expires_at", hour)), \(at("refresh_token_expires_at", 100 * day))"
        ),
        Case(
            "over, with a living refresh token",
            "\(account), \(refresh), \(at("token_expires_at", -1))",
            [(.error, "token_expires_at", "expired")]
        ),
        Case(
            "an hour left, the refresh token is over",
            "\(account), \(refresh), \(at("token_expires_at", hour)), \(at("refresh_token_expires_at", -hour))",
            [
                (.warning, "token_expires_at", "in 60 minutes"),
                (.error, "refresh_token_expires_at", "the refresh token expired at"),
            ]
        ),
        Case(
            "made a day ago, no end recorded",
            "\(account), \(at("token_issued_at", -day))",
            [(.error, "token_issued_at", "token_issued_at + 24 hours")]
        ),
        Case("made 21 hours ago, no end recorded", "\(account), \(at("token_issued_at", -21 * hour))"),
        Case(
            "made 23 hours ago, no end recorded",
            "\(account), \(at("token_issued_at", -23 * hour))",
            [(.warning, "token_issued_at", "in 60 minutes")]
        ),
        Case(
            "made 23 hours ago, lives two days",
            "\(account), \(at("token_issued_at", -23 * hour)), \"expires_in\": 172800"
        ),
        Case(
            "made two hours ago, lived one",
            "\(account), \(at("token_issued_at", -2 * hour)), \"expires_in\": 3600",
            [(.error, "expires_in", "(token_issued_at + expires_in)")]
        ),
        Case(
            "the refresh token is over by TikTok's own year",
            "\(account), \(refresh), \(at("token_issued_at", -366 * day))",
            [
                (.error, "token_issued_at", "the access token expired"),
                (
                    .error, "token_issued_at",
                    "the refresh token expired at 2026-11-20T10:00:00Z (token_issued_at + 1 year"
                ),
            ]
        ),
        Case(
            "the refresh token has 14 days",
            "\(account), \(refresh), \(at("refresh_token_expires_at", 14 * day))",
            [(.warning, "refresh_token_expires_at", "the refresh token expires in 14 days")]
        ),
        Case("the refresh token has more", "\(account), \(refresh), \(at("refresh_token_expires_at", 14 * day + 1))"),
        Case(
            "the refresh token has 20 days, and 30 are wanted",
            "\(account), \(refresh), \(at("refresh_token_expires_at", 20 * day)), \"expiry_warning_days\": 30",
            [(.warning, "refresh_token_expires_at", "in 20 days")]
        ),
        Case(
            "the refresh token has 5 days, and 3 are enough",
            "\(account), \(refresh), \(at("refresh_token_expires_at", 5 * day)), \"expiry_warning_days\": 3"
        ),
        Case(
            "the refresh token's life is counted",
            "\(account), \(refresh), \(at("token_issued_at", -hour)), \"refresh_token_expires_in\": 864000",
            [(.warning, "refresh_token_expires_in", "in 9 days")]
        ),
        Case(
            "a life with nothing to count it from",
            "\(account), \"expires_in\": 86400",
            [(.note, "expires_in", "token_issued_at, which is missing")]
        ),
    ]

    private static let untimedCases: [Case] = [
        Case("made long ago, no end recorded", "\(pixel), \(at("token_issued_at", -1000 * day))"),
        Case(
            "24 hours as the guides say, a month ago",
            "\(marketing), \(at("token_issued_at", -30 * day)), \"expires_in\": 86400",
            [(.note, "expires_in", "only a TikTok account's token has such a timer")]
        ),
        Case(
            "24 hours as the guides say, as a moment",
            "\(pixel), \(at("token_issued_at", -30 * day)), \(at("token_expires_at", -29 * day))",
            [(.note, "token_expires_at", "ends by revocation")]
        ),
        Case(
            "24 hours as the guides say, not over",
            "\(marketing), \(at("token_issued_at", 0)), \"expires_in\": 86400",
            [(.note, "expires_in", "ends by revocation")]
        ),
        Case(
            "24 hours, and nothing to count from",
            "\(marketing), \"expires_in\": 86400",
            [(.note, "expires_in", "ends by revocation")]
        ),
        Case(
            "an end that somebody chose, over",
            "\(pixel), \(at("token_expires_at", -1))",
            [(.error, "token_expires_at", "expired at 2026-11-21T09:59:59Z")]
        ),
        Case(
            "an end that somebody chose, in 14 days",
            "\(pixel), \(at("token_expires_at", 14 * day))",
            [(.warning, "token_expires_at", "in 14 days, at 2026-12-05T10:00:00Z")]
        ),
        Case("an end that somebody chose, later", "\(marketing), \(at("token_expires_at", 14 * day + 1))"),
        Case(
            "a life that somebody chose, over",
            "\(marketing), \(at("token_issued_at", -91 * day)), \"expires_in\": 7776000",
            [(.error, "expires_in", "expired")]
        ),
        Case(
            "no warning is wanted",
            "\(pixel), \(at("token_expires_at", 60)), \"expiry_warning_days\": 0"
        ),
        Case(
            "a refresh token's year, over",
            "\(marketing), \(at("token_issued_at", -400 * day)), \"refresh_token_expires_in\": 31536000",
            [(.note, "refresh_token_expires_in", "this kind of token has none")]
        ),
        Case(
            "a refresh token's end, over",
            "\(marketing), \(refresh), \(at("refresh_token_expires_at", -day))",
            [(.warning, "refresh_token_expires_at", "expired")]
        ),
    ]

    private static let oddCases: [Case] = [
        Case("the year 9999", "\(pixel), \"token_expires_at\": \"9999-12-31T23:59:59Z\""),
        Case("after 32 bits", "\(pixel), \"token_expires_at\": 2147483648"),
        Case(
            "the latest moment and the longest life",
            "\(account), \"token_issued_at\": \"9999-12-31\", \"expires_in\": 1000000000000",
            [
                (.warning, "token_issued_at", "lies in the future, at 9999-12-31T00:00:00Z")
            ]
        ),
        Case(
            "as many days of warning as can be written",
            "\(pixel), \"token_expires_at\": \"9999-12-31T23:59:59Z\", \"expiry_warning_days\": 1000000000000",
            [(.warning, "token_expires_at", "days, at 9999-12-31T23:59:59Z")]
        ),
        Case("the moment 0", "\(pixel), \"token_expires_at\": 0", [(.warning, "token_expires_at", "the year 1970")]),
        Case(
            "the moment 1",
            "\(pixel), \"token_expires_at\": 1",
            [(.error, "token_expires_at", "1970-01-01T00:00:01Z")]
        ),
        Case(
            "a life of 0",
            "\(account), \(at("token_issued_at", 0)), \"expires_in\": 0",
            [(.warning, "expires_in", "no life at all")]
        ),
        Case(
            "ended before it was made",
            "\(pixel), \(at("token_issued_at", -day)), \(at("token_expires_at", -2 * day))",
            [(.warning, "token_expires_at", "is not after token_issued_at")]
        ),
        Case(
            "made in the future",
            "\(account), \(at("token_issued_at", 301))",
            [(.warning, "token_issued_at", "lies in the future, at 2026-11-21T10:05:01Z")]
        ),
        Case("made by a clock that is a little ahead", "\(account), \(at("token_issued_at", 300))"),
        Case(
            "two ends that differ",
            "\(account), \(at("token_issued_at", 0)), \"expires_in\": 86400, \(at("token_expires_at", 2 * day))",
            [(.warning, "expires_in", "contradicts token_expires_at")]
        ),
        Case(
            "two ends that agree",
            "\(account), \(at("token_issued_at", 0)), \"expires_in\": 86400, \(at("token_expires_at", day - 30))"
        ),
    ]

    @Test(
        "a token has ended when it has, and not before",
        .tags(.P20, .C23),
        arguments: accountCases + untimedCases + oddCases
    )
    func ends(_ test: Case) async throws {
        let config = LoadedConfig.load("{\(test.members)}")
        let report = try #require(await check(config, rules: Self.rule("token-expiry")).first)
        let said = report.findings.map { "\($0.severity) \($0.field ?? "") \($0.message)" }
        #expect(report.findings.count == test.expected.count, "\(said)")
        for expected in test.expected {
            let found = report.findings.contains {
                $0.severity == expected.severity && $0.field == expected.field && $0.message.contains(expected.words)
            }
            #expect(found, "expected \(expected), got \(said)")
        }
        #expect(report.findings.allSatisfy { !$0.message.hasSuffix(".") && !$0.remediation.steps.isEmpty })
        let hasError = test.expected.contains { $0.severity == .error }
        #expect(report.status == (hasError ? .unhealthy : .healthy))
        #expect(report.findings.allSatisfy { $0.severity != .error || $0.cause == .expiry })
        let defects = await check(config, rules: Self.rule("config-field")).flatMap(\.findings)
        #expect(defects.isEmpty, "the example itself is wrong: \(defects.map(\.message))")
    }

    @Test(
        "what to do fits what has ended",
        arguments: [
            (
                "\(account), \(refresh), \(at("token_expires_at", -1))",
                "/tt_user/oauth2/refresh_token/ with the refresh", Actor.you
            ),
            ("\(account), \(at("token_expires_at", -1))", "log in and authorise the app again", .advertiser),
            (
                "\(account), \(refresh), \(at("refresh_token_expires_at", day))", "log in and authorise the app again",
                .advertiser
            ),
            ("\(pixel), \(at("token_expires_at", -1))", "if token_expires_at is not a date of your own choice", .you),
            ("\(marketing), \"expires_in\": 86400", "Remove expires_in", .you),
            ("\(marketing), \"expires_in\": 86401000", "Add \"token_issued_at\" to config.json", .you),
            ("\(pixel), \"token_expires_at\": 0", "Leave token_expires_at out", .you),
        ]
    )
    func remedies(_ members: String, _ words: String, _ actor: Actor) async throws {
        let findings = await check(LoadedConfig.load("{\(members)}"), rules: Self.rule("token-expiry")).flatMap(
            \.findings
        )
        let remediation = try #require(findings.first).remediation
        #expect(remediation.steps.contains { $0.contains(words) }, "\(remediation.steps)")
        #expect(remediation.actor == actor)
    }

    @Test("a rotation is due after its days, and defaults may set it")
    func rotation() async throws {
        func findings(_ age: Int) async -> [Finding] {
            let config = LoadedConfig.load(
                """
                {"defaults": {"rotate_after_days": 90},
                 "destinations": [{\(Self.pixel), \(Self.at("token_issued_at", -age))}]}
                """
            )
            return await check(config, rules: Self.rule("token-rotation")).flatMap(\.findings)
        }
        #expect(await findings(90 * Self.day).isEmpty)
        #expect(await findings(-Self.day).isEmpty)
        let due = try #require(await findings(90 * Self.day + 1).first)
        #expect(due.severity == .warning)
        #expect(due.message.contains("was made 90 days ago, at 2026-08-23T09:59:59Z"))
        #expect(due.remediation.steps.contains { $0.contains("Set \"token_issued_at\"") })
    }
}
