import DestinationHealth
import LocatedJSON
import Testing
import TikTokAPI

/// What is said about the configs of other products: in the words of whoever wrote them.
@Suite("Findings in other products' configs")
struct ForeignFindingTests {
    struct Case: CustomTestStringConvertible {
        let text: String
        let message: String
        var step = ""
        var testDescription: String { message }
    }

    private static let cases: [Case] = [
        Case(
            text: #"{"credentials": {"auth_type": "oauth2.0", "access_token": "t", "app_id": "1"}}"#,
            message: "credentials.secret is missing",
            step: "Add credentials.secret to config.json."
        ),
        Case(
            text: #"{"environment": {"app_id": 0, "secret": "s"}, "access_token": "t"}"#,
            message: "environment.app_id is 0"
        ),
        Case(
            text: #"{"environment": {"app_id": "1"}, "access_token": "t"}"#,
            message: "environment.secret is missing"
        ),
        Case(
            text: #"{"AuthType": {"oauth2": {"AccessToken": ""}}, "AdvertiserIDs": "1"}"#,
            message: "AuthType.oauth2.AccessToken is empty"
        ),
        Case(
            text: #"{"AuthType": {"oauth2": {"AccessToken": "t"}}, "AdvertiserIDs": ["1", {}]}"#,
            message: "AdvertiserIDs[1] must be a string, found an object"
        ),
        Case(text: #"{"config": {"accessToken": "t"}}"#, message: "config.pixelCode is missing"),
        Case(
            text: #"{"settings": {"accessToken": "t ", "pixelCode": "p"}}"#,
            message: "settings.accessToken has U+0020 space",
            step: "emove the whitespace around settings.accessToken in config.json."
        ),
        Case(
            text: #"{"settings": {"accessToken": "t", "pixelCode": "p", "testEventCode": "TEST12345"}}"#,
            message: "settings.testEventCode is set",
            step: "Clear settings.testEventCode in Segment"
        ),
        Case(
            text:
                #"{"settings": {"pixelCode": "900d18305cee759b483db4704e1a46080624e88b", "accessToken": "COH98PBC77U2GA5OQKK0"}}"#,
            message: "settings.pixelCode and settings.accessToken look swapped",
            step: "Exchange the values of settings.pixelCode and settings.accessToken."
        ),
        Case(text: #"{"accounts": "1,2 \u200b", "access_token": "t"}"#, message: "accounts[1] has U+200B"),
        Case(text: "TIKTOK_PIXEL_ID=p", message: "TIKTOK_ACCESS_TOKEN is missing"),
        Case(text: "SHOP_TT_PIXEL='p '\nTIKTOK_ACCESS_TOKEN=t", message: "SHOP_TT_PIXEL has U+0020"),
        Case(
            text: "TIKTOK_ACCESS_TOKEN=t",
            message: "TIKTOK_APP_ID is missing: it is needed unless TIKTOK_PIXEL_ID is there"
        ),
    ]

    @Test("messages and steps call a value as the product does, and programs get our name for it", arguments: cases)
    func names(_ item: Case) async throws {
        let findings = await check(LoadedConfig.load(item.text)).flatMap(\.findings)
        let finding = try #require(findings.first { $0.message.contains(item.message) }, "\(findings.map(\.message))")
        #expect(finding.remediation.steps.contains { item.step.isEmpty || $0.contains(item.step) })
        #expect(finding.field.map { $0.utf8.allSatisfy { !(0x41...0x5A).contains($0) } } == true)
    }

    @Test("nothing fixed or left is called by a name that is not in the file")
    func fixing() {
        let text = #"{"settings": {"accessToken": "t ", "pixelCode": "p q"}}"#
        let fix = ConfigFixer(environment: FixedEnvironment()).fix(Array(text.utf8), path: "config.json")
        #expect(fix.changes.map(\.field) == ["settings.accessToken"])
        #expect(fix.leftovers.map(\.field) == ["settings.pixelCode"])
    }

    @Test(
        "a destination in our words is checked as one, whatever stands beside it",
        arguments: [
            #"{"destinations": [{"name": "a", "pixel_id": "p", "access_token": "t"}, {"config": {"accessToken": "u", "pixelCode": "q"}}]}"#,
            #"{"destinations": [{"name": "a", "pixel_id": "p", "access_token": "t", "settings": {"accessToken": "u", "pixelCode": "q"}}]}"#,
            #"{"pixel_id": "p", "access_token": "t", "credentials": {"access_token": "u", "app_id": "1"}}"#,
            #"{"destinations": [{"pixel_id": "p", "access_token": "t"}], "AccessToken": "u", "AppId": "1"}"#,
            #"{"pixel_code": "p", "access_token": "t", "accessToken": "u", "pixelCode": "q"}"#,
        ]
    )
    func mixed(_ text: String) {
        let config = LoadedConfig.load(text)
        #expect(config.recognised == nil)
        #expect(config.destinations.first?.pixelID?.raw.unmasked == "p")
    }

    @Test(
        "what these products keep for other networks is not called TikTok's",
        arguments: [
            #"{"credentials": {"auth_type": "Client", "client_id": "1", "client_secret": "s", "refresh_token": "r"}}"#,
            #"{"credentials": {"auth_type": "oauth2.0", "client_id": "1", "client_secret": "s", "access_token": "t"}}"#,
            #"{"credentials": {"auth_type": "Service", "access_token": "t"}, "account_ids": ["1"]}"#,
            #"{"AuthType": {"oauth2": {"AccessToken": "t", "AppId": "1"}}, "AccoundIDs": "1"}"#,
            #"{"config": {"accessToken": "t", "pixelId": "1"}}"#,
            #"{"destination": {"type": "FACEBOOK_PIXEL", "config": {"accessToken": "t"}}}"#,
        ]
    )
    func otherNetworks(_ text: String) {
        let config = LoadedConfig.load(text)
        #expect(config.destinations.isEmpty)
        #expect(config.problems.count == 1)
    }

    @Test("an answer of RudderStack's API is told apart by its types")
    func types() {
        let tiktok = #"{"name": "a", "type": "TIKTOK_ADS", "config": {"accessToken": "t", "pixelCode": "p"}}"#
        let facebook = #"{"name": "b", "type": "FACEBOOK_PIXEL", "config": {"accessToken": "u"}}"#
        #expect(LoadedConfig.load(#"{"destination": \#(tiktok)}"#).destinations.map(\.name) == ["a"])
        let config = LoadedConfig.load(#"{"destinations": [\#(facebook), \#(tiktok)]}"#)
        #expect(config.destinations.map(\.name) == ["a"])
        #expect(config.recognised?.others == 1)
    }

    @Test("variables in small letters may come before those in capitals")
    func smallLetters() {
        let config = LoadedConfig.load("node_env=production\nTIKTOK_PIXEL_ID=p\nTIKTOK_ACCESS_TOKEN=t")
        #expect(config.recognised?.format == "dotenv")
        #expect(config.destinations.first?.pixelID?.raw.unmasked == "p")
    }

    @Test("what import cannot carry over is told in a plain sentence")
    func omission() {
        let config = LoadedConfig.load(
            #"{"config": {"accessToken": "{{ event.token || '' }}", "pixelCode": "COH98PBC77U2GA5OQKK0"}}"#
        )
        let omissions = GeneratedConfig(config.destinations).omissions
        #expect(omissions == ["config: config.accessToken is worked out for each event"])
    }
}
