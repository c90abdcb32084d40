import Foundation
import Testing

/// Configs with a secret in every place that can hold one, no two alike: one that is known as a secret in one place would
/// be masked in all others, and hide what leaks there.
struct PlantedConfig {
    let directory: TemporaryDirectory
    /// The configs, relative to the directory.
    let files: [String]
    private let inputs: Set<String>

    init() throws {
        directory = try TemporaryDirectory()
        var files: [String] = []
        for (number, text) in Self.texts.enumerated() {
            _ = try directory.write(text, to: "config-\(number).json")
            files.append("config-\(number).json")
        }
        _ = try directory.write(Self.secret("a file") + "\r\n", to: "one.secret")
        _ = try directory.write(Self.awkward + "\n", to: "two.secret")
        self.files = files
        inputs = Set(files + ["one.secret", "two.secret"])
    }

    /// Variables that the configs refer to.
    static let environment = [
        "PLANTED": secret("a variable") + "\n", "PLANTED_SECRET": "p+q/" + secret("awkward variable") + "==",
        "EMPTY": "",
    ]
    static let proxyUser = "user-of-the-proxy"
    static let proxyPassword = "pR0xyPaSsW0rdKq7ZtY2"

    /// A secret with everything in it that some spelling changes.
    private static let awkward = "Zq8+Tn/4&Lw=<Rj>\"Vm'Xc\\Hd%Bs#|Gf_*"
    /// Secrets that no shape gives away.
    private static let wordlike = ["ZQ02kWvTpLmXyRbNcJdHfGs", "mB7nQxWv3tRzKpYcLdSgHf1", "XvT9pQmLr2WkZbYnJcGdFh5"]
    private static let accountToken = "act.Kd83hGq!Xw29sLpTz7.e1VbN4"
    private static let refreshToken = "rft.Qw3rTy9uIoPaSdFgHjKlZxCvBnM5678"

    /// The secret of a place: forty hexadecimal digits, as TikTok's are.
    private static func secret(_ place: String) -> String {
        var state: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in place.utf8 { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        var digits = ""
        while digits.utf8.count < 40 {
            state = (state ^ state >> 29) &* 0xBF58_476D_1CE4_E5B9 &+ 0x9E37_79B9_7F4A_7C15
            digits += String(0x1_0000_0000 | state >> 32, radix: 16).dropFirst()
        }
        return digits
    }

    /// The places of forty digits, so that nothing is planted that is not looked for.
    private static let places = [
        "plain", "app", "ads", "ads app", "spaced", "decorated", "hidden", "pixel", "misspelt", "App", "list",
        "managed", "key",
        "broken variable", "a variable", "awkward variable", "a file", "fallback", "fallback 2", "app id", "advertiser",
        "advertisers", "test code", "type", "kind", "source", "source id", "reason", "rule", "until", "code", "auth",
        "scope",
        "use", "issued", "unknown", "nested", "defaults", "default secret", "top", "whole", "whole app", "syntax",
        "syntax 2",
        "twice", "twice 2", "bare", "cut", "swapped", "split", "split pixel", "enabled", "version", "refresh", "quoted",
        "airbyte", "id at airbyte", "airbyte secret", "airbyte id", "owox", "rudder", "rudder other", "rudder pixel",
        "segment", "segment key", "singer", "singer agent", "gtm", "gtm other", "env", "env other", "env comment",
        "env pixel", "env bare",
    ]

    private static let texts: [String] = {
        func planted(_ place: String) -> String {
            #expect(places.contains(place), "\(place) is not looked for")
            return secret(place)
        }
        func split(_ place: String, _ sign: String) -> String {
            planted(place).prefix(20) + sign + planted(place).suffix(20)
        }
        let pixel = "\"pixel_id\": \"COH98PBC77U2GA5OQKK0\""
        let test = "\"test_event_code\": \"TEST12345\""
        return [
            """
            {"destinations": [
              {"name": "plain", \(pixel), "access_token": "\(planted("plain"))", \(test), "refresh_token": "\(refreshToken)",
               "app": {"app_id": "7196993655622416073", "secret": "\(planted("app"))"}},
              {"name": "ads", "access_token": "\(planted("ads"))", "advertiser_ids": ["7000000000000000002"],
               "app": {"app_id": "7196993655622416073", "secret": "\(planted("ads app"))"}},
              {"name": "account", "token_kind": "tiktok_account", "access_token": "\(accountToken)",
               "app": {"app_id": "7196993655622416073", "secret": "${env:PLANTED_SECRET}"}},
              {"name": "spaced", \(pixel), "access_token": " \(planted("spaced"))\\n", \(test)},
              {"name": "decorated", \(pixel), "access_token": "Bearer \(planted("decorated"))"},
              {"name": "quoted", \(pixel), "access_token": "'\(planted("quoted"))',"},
              {"name": "hidden", \(pixel), "access_token": "\(planted("hidden"))\\u200b", \(test)},
              {"name": "in the pixel", "pixel_id": "\(planted("pixel"))", "access_token": "COH98PBC77U2GA5OQKK0"},
              {"name": "swapped", "pixel_id": "\(planted("swapped"))", "access_token": "\(wordlike[0])", "app": {"secret": "7196993655622416073"}},
              {"name": "misspelt", \(pixel), "acces_token": "\(planted("misspelt"))", "App": {"Secret": "\(planted("App"))"}},
              {"name": "list", "pixel_id": 5, "access_token": ["\(planted("list"))"], "managed_by": "\(planted("managed"))"},
              {"name": "as a key", \(pixel), "\(planted("key"))": 1},
              {"name": "broken variable", \(pixel), "access_token": "${x\(planted("broken variable"))}"},
              {"name": "from a variable", \(pixel), "access_token": "${env:PLANTED}", \(test)},
              {"name": "from a file", \(pixel), "access_token": "${file:one.secret}", \(test)},
              {"name": "awkward", \(pixel), "access_token": "\(wordlike[1])", "app": {"app_id": "7196993655622416073", "secret": "${file:two.secret}"}, "advertiser_ids": ["7000000000000000002"]},
              {"name": "fallback", \(pixel), "access_token": "${env:UNSET:-\(planted("fallback"))}", "refresh_token": "${env:EMPTY:-\(planted("fallback 2"))}"},
              {"name": "ids", \(pixel), "app": {"app_id": "\(planted("app id"))", "secret": 5}, "advertiser_ids": ["\(planted("advertiser"))"], "test_event_code": "\(planted("test code"))"},
              {"name": "ids again", \(pixel), "advertiser_ids": "\(planted("advertisers"))", "type": "\(planted("type"))", "token_kind": "\(planted("kind"))"},
              {"name": "sources", "event_source": "\(planted("source"))", "event_source_id": "\(planted("source id"))", "enabled": "\(planted("enabled"))"},
              {"name": "suppressed", \(pixel), "suppress": [{"rule": "\(planted("rule"))", "reason": "\(planted("reason"))", "until": "\(planted("until"))"}]},
              {"name": "codes", \(pixel), "access_token": "\(planted("refresh"))", "auth_code": "\(planted("auth"))", "refresh_token": "\(planted("code"))"},
              {"name": "scopes", \(pixel), "scopes": ["\(planted("scope"))"], "uses": ["\(planted("use"))"], "token_issued_at": "\(planted("issued"))"},
              {"name": "unknown", \(pixel), "note": "\(planted("unknown"))", "more": {"deep": [{"er": "\(planted("nested"))"}]}},
              {"name": "split", "pixel_id": "\(split("split pixel", " "))", "access_token": "x", "test_event_code": "\(split("split", "\\u200b"))"},
              {"name": "mistyped", "pixel_id": 5, "access_token": {"name": "\(wordlike[2])"}, "app": {"secret": {"reason": "\(wordlike[2])"}}}
            ]}
            """,
            """
            {"version": 1, "note": "\(planted("top"))", "defaults": {"access_token": "\(planted("defaults"))", "app": {"secret": "\(planted("default secret"))"}},
             "destinations": [{\(pixel)}, {"name": "\(planted("twice"))"}, {"name": "\(planted("twice"))"}, {"name": "\(planted("twice 2"))", "pixel_id": 5}]}
            """,
            "{\(pixel), \"access_token\": \"\(planted("whole"))\", \"app\": {\"app_id\": \"x\", \"secret\": \"\(planted("whole app"))\"}}",
            "{\(pixel), \"access_token\": \"\(planted("syntax"))\" \"refresh_token\": \"\(planted("syntax 2"))\"}",
            "{\"access_token\": \(planted("bare"))}",
            "{\"access_token\": \"\(planted("cut"))",
            "{\"version\": \"\(planted("version"))\", \"destinations\": []}",
            """
            {"credentials": {"auth_type": "oauth2.0", "access_token": "\(planted("airbyte")) ", "app_id": "\(planted("id at airbyte"))",
             "secret": "'\(planted("airbyte secret"))'", "advertiser_id": ["\(planted("airbyte id"))"]}, "secret": {"x": ["\(wordlike[2])"]}}
            """,
            #"{"AccessToken": {"value": "\#(planted("owox"))"}, "AdvertiserIDs": {"value": 7}, "AppSecret": ["\#(wordlike[2])"]}"#,
            """
            {"sources": [{"writeKey": "\(wordlike[1])", "destinations": [
              {"name": "rudder", "config": {"accessToken": "Bearer \(planted("rudder"))", "pixelCode": "\(planted("rudder pixel"))"}},
              {"name": "other", "config": {"password": "\(planted("rudder other"))"}, "destinationDefinition": {"name": "POSTGRES"}}]}]}
            """,
            #"[{"settings": {"pixelCode": "COH98PBC77U2GA5OQKK0", "accessToken": "\#(planted("segment"))\n", "secretKey": "\#(planted("segment key"))"}}]"#,
            #"{"accounts": "7263230018234764310 ,x", "access_token": "\#(planted("singer"))", "user_agent": "\#(planted("singer agent"))"}"#,
            """
            {"exportFormatVersion": 2, "containerVersion": {"tag": [{"name": "TikTok", "type": "cvt_1_2", "parameter": [
              {"key": "access_token", "value": "{{t}}"}, {"key": "pixel_code", "value": "\(planted("gtm other"))"}]}],
              "variable": [{"name": "t", "type": "c", "parameter": [{"key": "value", "value": "\(planted("gtm"))\\t"}]}]}}
            """,
            """
            export TIKTOK_ACCESS_TOKEN="\(planted("env"))\\n" # was \(planted("env comment"))
            SMTP_PASSWORD=\(wordlike[0])
            OTHER_TOKEN='\(planted("env other"))' TIKTOK_PIXEL_ID=x
            TIKTOK_PIXEL_ID= \(planted("env pixel")) x
            \(planted("env bare"))
            """,
        ]
    }()

    /// Names stand in the reports for machines exactly as in the config.
    private static let names = [secret("twice"), secret("twice 2")]
    private static let all =
        places.map(secret) + wordlike + [awkward, accountToken, refreshToken, proxyPassword]
        + ["\(proxyUser):\(proxyPassword)"]
    private static let forPeople = SecretDetector(all)
    private static let forMachines = SecretDetector(all.filter { !names.contains($0) })

    func expectNoSecret(in output: [UInt8], _ label: String, isForMachines: Bool) {
        if let found = (isForMachines ? Self.forMachines : Self.forPeople).first(in: output) {
            Issue.record("\(label): \(found)")
        }
    }

    /// Looks through every file that the run left behind, whatever it is.
    func expectNoSecretInFiles(_ label: String) throws {
        for name in try FileManager.default.subpathsOfDirectory(atPath: directory.url.path) where !inputs.contains(name)
        {
            let content = try Data(contentsOf: directory.url.appending(path: name))
            let isForMachines = name.contains(".json")
            expectNoSecret(in: [UInt8](content), "\(label): \(name)", isForMachines: isForMachines)
            #expect(name.hasPrefix("report.") || name.hasPrefix(".report."), "\(label): left behind")
        }
    }
}
