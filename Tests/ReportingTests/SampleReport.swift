import DestinationHealth
import LocatedJSON
import Reporting
import TikTokAPI

/// A config of every kind of trouble, and the report that a run over it could give.
enum SampleReport {
    static let plainKeys: Set<String> = [
        "name", "type", "pixel_id", "app_id", "advertiser_ids", "test_event_code", "managed_by", "token_kind",
    ]

    static let secrets = [
        Secret("8f1c0d9a7b3e4f5a6b7c8d9e0f1a2b3c4d5e9f2c"),
        Secret("0a1b2c3d4e5f60718293a4b5c6d7e8f901234567 "),
        Secret("5e884898da28047151d0e56f8dc6292773603d0d"),
    ]

    static let config = """
        {
          "defaults": { "test_event_code": "TEST12345" },
          "destinations": [
            {
              "name": "shop-eu",
              "pixel_id": "D2L6U03C77U3E3CU4PIG",
              "access_token": "${env:SHOP_EU_TOKEN}"
            },
            {
              "name": "shop-us",
              "pixel_id": "CITLL03C77U51953KO60",
              "access_token": "8f1c0d9a7b3e4f5a6b7c8d9e0f1a2b3c4d5e9f2c",
              "rotate_after_days": 90
            },
            {
              "name": "shop-fr",
              "pixel_id": "d2l6u03c77u3e3cu4pig",
              "access_token": "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567 "
            },
            { "name": "shop-jp", "pixel_id": "CJPLL03C77U51953KO60", "access_token": "5e884898da28047151d0e56f8dc6292773603d0d" },
            { "name": "parked", "enabled": false },
            { "name": "reports", "type": "tiktok_ads" }
          ]
        }

        """

    static func source(_ text: String = config, path: String = "fixtures/demo.json") throws -> SourceFile {
        SourceFile(path: path, document: try JSONDocument(parsing: Array(text.utf8)))
    }

    /// The place of the `occurrence`-th appearance of some text, the first being 0.
    static func place(
        _ text: String,
        in file: SourceFile,
        occurrence: Int = 0,
        length: Int? = nil,
        offset: Int = 0
    ) -> SourceLocation {
        let bytes = file.document.bytes
        let wanted = Array(text.utf8)
        let starts = bytes.indices.filter { bytes[$0...].starts(with: wanted) }
        let start = (starts.indices.contains(occurrence) ? starts[occurrence] : 0) + offset
        return SourceRange(file, start..<(start + (length ?? wanted.count))).location
    }

    static func destination(
        _ name: String,
        _ status: HealthStatus,
        at source: SourceLocation,
        isVerified: Bool = false,
        type: DestinationType = .events,
        tokenKind: TokenKindReport? = nil,
        checks: [CheckResult] = [],
        findings: [Finding] = [],
        answers: [AnswerReport] = []
    ) -> DestinationReport {
        DestinationReport(
            name: name,
            type: type,
            status: status,
            isVerified: isVerified,
            tokenKind: tokenKind,
            source: source,
            durationMilliseconds: 301,
            checks: checks,
            findings: findings,
            answers: answers
        )
    }

    static func report(
        _ destinations: [DestinationReport],
        problems: [Problem] = [],
        isOffline: Bool = false,
        isSimulated: Bool = false
    ) -> Report {
        var summary = ReportSummary()
        for destination in destinations { summary.count(destination.status) }
        summary.apiCalls = isOffline ? 0 : 5
        summary.eventsSent = isOffline ? 0 : 2
        return Report(
            metadata: RunMetadata(
                toolVersion: "0.1.0",
                startedAt: 1_795_255_200,
                isOffline: isOffline,
                isSimulated: isSimulated
            ),
            durationMilliseconds: 812,
            isInterrupted: false,
            exitCode: summary.unhealthy > 0 ? 1 : 0,
            status: summary.status,
            summary: summary,
            problems: problems,
            destinations: destinations
        )
    }

    private static let renewal = Remediation(
        actor: .businessCenterAdmin,
        steps: [
            "Open Events Manager (https://ads.tiktok.com/i18n/events_manager/home), choose Data sources and the pixel "
                + "CITLL03C77U51953KO60",
            "On the Settings tab, under Events API, choose \"Generate access token\"; the token is shown only once",
            "Put it where the config expects it, and run validate again",
        ]
    )

    private static let refused = ResponseSummary(
        endpoint: "/event/track/",
        httpStatus: 200,
        code: 40105,
        message: "Access token is incorrect or has been revoked.",
        requestID: "20260702152210BC74254770F58904DBA4"
    )

    private static let throttled = ResponseSummary(
        endpoint: "/event/track/",
        httpStatus: 200,
        code: 40132,
        message: "The request QPS is limited by pixel_code's value.",
        requestID: "20260702152210BC74254770F5890AAAA4"
    )

    static func all() throws -> Report {
        let file = try source()
        func at(_ text: String, _ occurrence: Int = 0) -> SourceLocation {
            place(text, in: file, occurrence: occurrence)
        }
        let brace = { (name: String) in place("\"name\": \"\(name)\"", in: file) }
        return report(
            [
                destination(
                    "shop-eu",
                    .healthy,
                    at: brace("shop-eu"),
                    isVerified: true,
                    tokenKind: TokenKindReport(
                        kind: .eventsManager,
                        inference: "there is a pixel and no developer app"
                    ),
                    checks: passed + [
                        CheckResult(rule: "app-credentials", outcome: .skipped, reason: "no developer app")
                    ],
                    answers: [
                        AnswerReport(
                            evidence: ResponseSummary(
                                endpoint: "/event/track/",
                                httpStatus: 200,
                                code: 0,
                                message: "OK",
                                requestID: "20260114081530B975729FAE923D5A4FD1"
                            ),
                            meaning: "accepted"
                        )
                    ]
                ),
                destination("shop-us", .unhealthy, at: brace("shop-us"), findings: shopUS(at)),
                destination("shop-fr", .unhealthy, at: brace("shop-fr"), findings: shopFR(at, file)),
                destination(
                    "shop-jp",
                    .unknown,
                    at: brace("shop-jp"),
                    findings: [outage(at("\"CJPLL03C77U51953KO60\""))]
                ),
                destination(
                    "shop-kr",
                    .unknown,
                    at: brace("shop-jp"),
                    findings: [outage(at("\"CJPLL03C77U51953KO60\""))]
                ),
                destination("parked", .skipped, at: brace("parked")),
                destination("reports", .unhealthy, at: brace("reports"), type: .ads, findings: [missing(at, file)]),
            ],
            problems: [
                Problem(
                    "other.json: not valid JSON: a comma is missing between two members",
                    source: SourceLocation(file: "other.json", position: SourcePosition(line: 3, column: 9))
                )
            ]
        )
    }

    private static let passed = [
        "config-field", "value-reference", "surrounding-whitespace", "hidden-character", "token-accepted",
        "pixel-ownership",
    ].map { CheckResult(rule: $0, outcome: .passed) }

    private static func shopUS(_ at: (String, Int) -> SourceLocation) -> [Finding] {
        [
            Finding(
                rule: "token-accepted",
                severity: .error,
                cause: .credential,
                field: "access_token",
                message: "the access token is wrong or was revoked",
                source: at("\"8f1c0d9a7b3e4f5a6b7c8d9e0f1a2b3c4d5e9f2c\"", 0),
                evidence: refused,
                remediation: renewal
            ),
            Finding(
                rule: "plaintext-secret",
                severity: .warning,
                cause: .config,
                field: "access_token",
                message: "the access token stands in the config in plain text",
                source: at("\"8f1c0d9a7b3e4f5a6b7c8d9e0f1a2b3c4d5e9f2c\"", 0),
                remediation: Remediation(
                    actor: .you,
                    steps: ["put it into an environment variable and refer to it as ${env:SHOP_US_TOKEN}"]
                )
            ),
        ]
    }

    private static func shopFR(_ at: (String, Int) -> SourceLocation, _ file: SourceFile) -> [Finding] {
        [
            Finding(
                rule: "pixel-id-format",
                severity: .warning,
                cause: .config,
                field: "pixel_id",
                message: "the pixel code is written in lower case",
                source: at("\"d2l6u03c77u3e3cu4pig\"", 0),
                remediation: Remediation(actor: .you, steps: ["write it as Events Manager shows it"])
            ),
            Finding(
                rule: "surrounding-whitespace",
                severity: .error,
                cause: .config,
                field: "access_token",
                message: "a space (U+0020) follows the access token, as its character 41",
                source: place("4567 \"", in: file, length: 1, offset: 4),
                remediation: Remediation(
                    actor: .you,
                    steps: ["take it out, or let `validate fix fixtures/demo.json` do it"]
                )
            ),
            Finding(
                rule: "token-accepted",
                severity: .error,
                cause: .credential,
                field: "access_token",
                message: "the access token is wrong or was revoked",
                source: at("\"0a1b2c3d4e5f60718293a4b5c6d7e8f901234567 \"", 0),
                evidence: refused,
                remediation: renewal
            ),
        ]
    }

    private static func missing(_ at: (String, Int) -> SourceLocation, _ file: SourceFile) -> Finding {
        Finding(
            rule: "config-field",
            severity: .error,
            cause: .config,
            field: "app",
            message:
                "\"app\" is missing: a destination of type tiktok_ads needs the id and secret of the developer app",
            source: place("{ \"name\": \"reports\", \"type\": \"tiktok_ads\" }", in: file),
            remediation: Remediation(
                actor: .appOwner,
                steps: [
                    "Open https://business-api.tiktok.com/portal/apps and choose the app",
                    "Copy its id and secret into \"app\"",
                ]
            )
        )
    }

    private static func outage(_ source: SourceLocation) -> Finding {
        Finding(
            rule: "pixel-ownership",
            severity: .unknown,
            cause: .rateLimited,
            field: "pixel_id",
            message:
                "whether the pixel belongs to the token could not be told: TikTok limits the requests for this pixel",
            source: source,
            evidence: throttled,
            remediation: Remediation(actor: .nobody, steps: ["wait a minute and run validate again"])
        )
    }
}
