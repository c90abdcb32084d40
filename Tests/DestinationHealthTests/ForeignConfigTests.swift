import LocatedJSON
import TestSupport
import Testing
import TikTokAPI
import TikTokSimulator

@testable import DestinationHealth

/// The configs of other products, once recognised, read into our fields.
@Suite("Configs of other products")
struct ForeignConfigTests {
    struct Reading: CustomTestStringConvertible {
        let text: String
        let format: String
        let destinations: [String]
        var environment: [String: String] = [:]
        var testDescription: String { text }
    }

    /// All that was read of a destination, in one line.
    private static func summary(_ destination: Destination) -> String {
        let texts = destination.copiedTexts.map { "\($0.field)=\($0.raw.unmasked)" }
        let marks = [
            destination.declaredTokenKind?.rawValue, destination.managedBy?.rawValue,
            destination.isEnabled ? nil : "disabled",
            destination.eventSource == .web ? nil : destination.eventSource.rawValue,
        ]
        let defects = destination.defects.map { "\($0.kind) \($0.field)" }
        return ([destination.type == .ads ? "ads" : "events"] + texts + marks.compactMap { $0 } + defects)
            .joined(separator: " ")
    }

    static let readings: [Reading] = [
        Reading(
            text:
                #"{"credentials": {"auth_type": "oauth2.0", "app_id": 7196993655622416073, "secret": "s", "access_token": "t", "advertiser_id": null}}"#,
            format: "airbyte",
            destinations: ["ads access_token=t app.app_id=7196993655622416073 app.secret=s"]
        ),
        Reading(
            text: #"{"environment": {"advertiser_id": "7"}, "access_token": "t"}"#,
            format: "airbyte",
            destinations: ["ads access_token=t advertiser_ids[0]=7 sandbox"]
        ),
        Reading(
            text:
                #"{"connectionConfiguration": {"credentials": {"auth_type": "oauth2.0", "access_token": {"_secret": "airbyte_1"}, "app_id": "1", "secret": "s"}}}"#,
            format: "airbyte",
            destinations: ["ads app.app_id=1 app.secret=s elsewhere access_token"]
        ),
        Reading(
            text:
                #"{"AuthType": {"value": "oauth2", "items": {"AccessToken": {"value": "t"}}}, "AdvertiserIDs": {"value": "1,2, 3 ,"}, "SandboxMode": {"value": false}}"#,
            format: "owox",
            destinations: [
                "ads access_token=t app.app_id=7 app.secret=v advertiser_ids[0]=1 advertiser_ids[1]=2 advertiser_ids[2]=3 owox"
            ],
            environment: ["OAUTH_TIKTOK_ADS_APP_ID": "7", "OAUTH_TIKTOK_ADS_APP_SECRET": "v"]
        ),
        Reading(
            text: #"{"AuthType": {"oauth2": {"_source_credential_id": "c"}}, "AdvertiserIDs": "1"}"#,
            format: "owox",
            destinations: [
                "ads advertiser_ids[0]=1 owox elsewhere app.app_id elsewhere app.secret elsewhere access_token"
            ]
        ),
        Reading(
            text: #"{"AccessToken": "t", "AdvertiserIDs": "1", "SandboxMode": "true"}"#,
            format: "owox",
            destinations: ["ads access_token=t advertiser_ids[0]=1 sandbox owox"]
        ),
        Reading(
            text:
                #"{"Config": {"accessToken": "t", "pixelCode": "p"}, "Enabled": false, "Name": "n", "DestinationDefinition": {"Name": "TIKTOK_ADS"}}"#,
            format: "rudderstack",
            destinations: ["events pixel_id=p access_token=t disabled"]
        ),
        Reading(
            text:
                #"[{"config": {"accessToken": "env.TT", "pixelCode": "p"}}, {"config": {"accessToken": "{{ a || \"b\" }}", "pixelCode": "p"}}]"#,
            format: "rudderstack",
            destinations: ["events pixel_id=p access_token=t", "events pixel_id=p elsewhere access_token"],
            environment: ["TT": "t"]
        ),
        Reading(
            text:
                #"{"destinations": [{"id": "1", "config": {"accessToken": "${T}", "pixelCode": "p"}, "destinationDefinition": {"name": "TIKTOK_ADS"}}]}"#,
            format: "rudderstack",
            destinations: ["events pixel_id=p access_token=t"],
            environment: ["T": "t"]
        ),
        Reading(
            text: #"{"settings": {"accessToken": "t", "pixelCode": "p"}}"#,
            format: "segment",
            destinations: ["events pixel_id=p access_token=t"]
        ),
        Reading(
            text:
                #"{"data": {"destinations": [{"settings": {"accessToken": "t", "pixelCode": "p"}, "metadata": {"slug": "tiktok-audiences"}}, {"enabled": false, "settings": {"accessToken": "t", "pixelCode": "p"}, "metadata": {"slug": "tiktok-conversions-sandbox"}}]}}"#,
            format: "segment",
            destinations: ["events pixel_id=p access_token=t disabled"]
        ),
        Reading(
            text: #"{"settings": {"accessToken": null, "pixelCode": "p"}}"#,
            format: "segment",
            destinations: ["events pixel_id=p"]
        ),
        Reading(
            text: #"{"config": {"accessToken": "t"}}"#,
            format: "rudderstack",
            destinations: ["events access_token=t"]
        ),
        Reading(
            text: #"{"accounts": "1, 2", "access_token": "t", "sandbox": "True"}"#,
            format: "singer",
            destinations: ["ads access_token=t advertiser_ids[0]=1 advertiser_ids[1]=2 sandbox"]
        ),
        Reading(
            text: #"{"accounts": ["1", 22222222222222222222], "access_token": "t", "sandbox": "false"}"#,
            format: "singer",
            destinations: ["ads access_token=t advertiser_ids[0]=1 advertiser_ids[1]=22222222222222222222"]
        ),
        Reading(
            text:
                #"{"exportFormatVersion": 2, "containerVersion": {"tag": [{"name": "TikTok app", "type": "cvt_1_2", "parameter": [{"key": "accessToken", "value": "{{a}}"}, {"key": "pixelId", "value": "7"}, {"key": "eventSource", "value": "app"}, {"key": "testEventCode", "value": "{{code}}"}]}], "variable": [{"name": "a", "type": "c", "parameter": [{"key": "value", "value": "{{b}}"}]}, {"name": "b", "type": "c", "parameter": [{"key": "value", "value": "t"}]}]}}"#,
            format: "gtm",
            destinations: ["events access_token=t event_source_id=7 app"]
        ),
        Reading(
            text:
                #"{"exportFormatVersion": 2, "containerVersion": {"tag": [{"name": "TikTok", "type": "cvt_1_2", "parameter": [{"key": "access_token", "value": "{{loop}}"}, {"key": "pixel_code", "value": "{{loop}}x"}]}], "variable": [{"name": "loop", "type": "c", "parameter": [{"key": "value", "value": "{{loop}}"}]}]}}"#,
            format: "gtm",
            destinations: ["events elsewhere access_token elsewhere pixel_id"]
        ),
    ]

    @Test("values become our fields, ids digit by digit", arguments: readings)
    func reading(_ reading: Reading) {
        #expect(ForeignRecognitionTests.recognisers(of: Array(reading.text.utf8)) == [reading.format])
        let config = LoadedConfig.load(reading.text, environment: FixedEnvironment(variables: reading.environment))
        #expect(config.problems.isEmpty)
        #expect(config.destinations.map(Self.summary) == reading.destinations)
    }

    // MARK: .env

    static let dotenvs: [(text: String, destinations: [String])] = [
        ("TIKTOK_PIXEL_ID=p\nTIKTOK_ACCESS_TOKEN=t", ["config: events pixel_id=p access_token=t"]),
        (
            "\u{FEFF}# all\r\n\r\nexport TIKTOK_PIXEL_CODE = 'p'\r\nTIKTOK_EVENTS_API_ACCESS_TOKEN=\"t\" # old: u\r\n",
            ["config: events pixel_id=p access_token=t"]
        ),
        (
            "PIXEL_CODE=p\nACCESS_TOKEN=t\nTEST_EVENT_CODE=c#1\nFACEBOOK_ACCESS_TOKEN=f",
            ["config: events pixel_id=p access_token=t test_event_code=c#1"]
        ),
        (
            "TIKTOK_PIXEL_ID=p\nACCESS_TOKEN=t\nFB_PIXEL_ID=q\nTIKTOK_PIXEL_ID=r",
            ["config: events pixel_id=r access_token=t"]
        ),
        (
            "TIKTOK_ACCESS_TOKEN=t\nTIKTOK_PIXEL_ID_A=p\nB_TIKTOK_PIXEL_ID=q\nTIKTOK_ACCESS_TOKEN_B=u",
            ["a: events pixel_id=p access_token=t", "b: events pixel_id=q access_token=u"]
        ),
        (
            "TIKTOK_PIXEL_ID=p\nTIKTOK_ACCESS_TOKEN=t\nTIKTOK_PIXEL_ID_2=q\nSHOP_EU_TT_PIXEL=r\nSHOP_EU_TT_TOKEN=u",
            [
                "tiktok: events pixel_id=p access_token=t", "2: events pixel_id=q access_token=t",
                "shop-eu: events pixel_id=r access_token=u",
            ]
        ),
        (
            "TIKTOK_APP_ID=1\nTIKTOK_SECRET=s\nTIKTOK_ACCESS_TOKEN=t\nTIKTOK_ADVERTISER_IDS=\"2, 3\"",
            ["config: ads access_token=t app.app_id=1 app.secret=s advertiser_ids[0]=2 advertiser_ids[1]=3"]
        ),
        (
            "X=t\nTIKTOK_ACCESS_TOKEN=${X}\nTIKTOK_PIXEL_ID=p\nTIKTOK_CLIENT_SECRET=s\nTIKTOK_ACCESS_TOKEN_URL=v",
            ["config: events pixel_id=p access_token=t"]
        ),
        ("TIKTOK_PIXEL_ID='p\nTIKTOK_ACCESS_TOKEN=", ["config: events pixel_id='p access_token="]),
    ]

    @Test("variables become destinations by what their names have in common", arguments: dotenvs)
    func dotenv(text: String, destinations: [String]) {
        let config = LoadedConfig.load(text)
        #expect(config.problems.isEmpty)
        #expect(config.destinations.map { "\($0.name): \(Self.summary($0))" } == destinations)
    }

    @Test(
        "what begins with no assignment is judged as JSON",
        arguments: [
            "{\nA=B", "not an assignment\nA=B", "", "# A=B", "1A=B", "A", "A B=C", "\"A\"=B", "[A=B", "export =B",
            "access_token = \"t\"",
        ]
    )
    func noDotenv(_ text: String) {
        let config = LoadedConfig.load(text)
        #expect(config.recognised == nil)
        #expect(config.problems.map { $0.message.contains("not valid JSON") } == [true])
    }

    @Test("a .env file without TikTok, or one that is no text, is told")
    func dotenvProblems() {
        let other = LoadedConfig.load("DATABASE_URL=x\nFACEBOOK_ACCESS_TOKEN=y")
        #expect(other.problems.first?.message.contains(".env file (TIKTOK_PIXEL_ID=...), with no TikTok") == true)
        let broken = ConfigLoader(environment: FixedEnvironment()).load(Array("A=B\nC=".utf8) + [0xFF], path: "x")
        #expect(broken.problems.first?.message.contains("not valid as a .env file") == true)
        #expect(broken.problems.first?.source?.position == SourcePosition(line: 2, column: 3))
    }

    // MARK: Places and secrets

    @Test(
        "a finding points at the character in that very file",
        arguments: [
            (#"{"Config": {"accessToken": "t ", "pixelCode": "p"}}"#, 1, 30),
            ("A=1\nTIKTOK_PIXEL_ID=p\nTIKTOK_ACCESS_TOKEN=\"t\\n\"", 3, 23),
            ("TIKTOK_PIXEL_ID=p\nTIKTOK_ACCESS_TOKEN='t '", 2, 23),
            (#"{"accounts": "1, 2\u200b", "access_token": "t"}"#, 1, 19),
        ]
    )
    func places(text: String, line: Int, column: Int) async {
        let config = LoadedConfig.load(text)
        let reports = await check(config, rules: [SurroundingWhitespaceRule.self, HiddenCharacterRule.self])
        #expect(reports.flatMap(\.findings).map(\.source.position) == [SourcePosition(line: line, column: column)])
    }

    @Test("an app id of 0 is no app id: the finding points at it, and nothing is asked with it")
    func zeroApp() async {
        let config = LoadedConfig.load(
            #"{"environment": {"app_id": 0, "secret": "b608897955ca88e77be570133fdf5d65302e6a78"}, "access_token": "a0001562e145dec3e17f393d3d43dd758b64029f"}"#
        )
        let reports = await check(config, offline: false)
        #expect(reports.flatMap(\.answers).isEmpty)
        let error = reports.flatMap(\.findings).first { $0.severity == .error }
        #expect(error?.rule == "app-credentials-format")
        #expect(error?.source.position == SourcePosition(line: 1, column: 28))
    }

    @Test("what only the product knows is unknown, not unhealthy, and no field is called missing")
    func elsewhere() async throws {
        let config = LoadedConfig.load(
            #"{"AccessToken": "a0001562e145dec3e17f393d3d43dd758b64029f", "AdvertiserIDs": "7263230018234764310"}"#
        )
        for isOffline in [true, false] {
            let reports = await check(config, offline: isOffline)
            #expect(reports.map(\.status) == [.unknown])
            let findings = reports.flatMap(\.findings)
            #expect(findings.map(\.rule) == ["value-reference", "value-reference"])
            #expect(findings.map(\.severity) == [.unknown, .unknown])
            #expect(findings.first?.message.contains("environment variable OAUTH_TIKTOK_ADS_APP_ID") == true)
        }
    }

    @Test("secrets are known as such under keys that nobody knows")
    func strays() {
        let config = LoadedConfig.load(
            #"{"settings": {"accessToken": "t", "pixelCode": "p", "secretKey": "qwertyuiop", "deep": [{"x": "7c1f0b9e52d84a6f3e7a9c0d1b2e4f68a5c3d7e9"}]}}"#
        )
        let known = Set(config.secrets.map(\.unmasked))
        #expect(known.isSuperset(of: ["qwertyuiop", "7c1f0b9e52d84a6f3e7a9c0d1b2e4f68a5c3d7e9"]))
        let variables = LoadedConfig.load("TIKTOK_PIXEL_ID=p\nTIKTOK_ACCESS_TOKEN=t\nSMTP_PASSWORD=qwertyuiop")
        #expect(variables.secrets.map(\.unmasked).contains("qwertyuiop"))
    }

    @Test("a tap without a place for an app is proven by its token and each of its ad accounts")
    func singer() async {
        let text =
            #"{"access_token": "a0001562e145dec3e17f393d3d43dd758b64029f", "accounts": "7263230018234764310, 7026986696069619138"}"#
        let simulator = SimulatedTikTok(world: .builtIn, unixTime: { testTime })
        let reports = await check(LoadedConfig.load(text), offline: false, http: simulator)
        #expect(reports.map(\.isVerified) == [true])
        #expect(
            reports.flatMap(\.answers).map(\.evidence.endpoint) == [
                "/user/info/", "/advertiser/info/", "/advertiser/info/",
            ]
        )
        // What names no ad account proves none.
        let none = LoadedConfig.load(text.replacing("7263230018234764310, 7026986696069619138", with: ""))
        #expect(await check(none, offline: false, http: simulator).map(\.isVerified) == [false])
    }
}
