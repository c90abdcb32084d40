import LocatedJSON
import Testing
import TikTokAPI

@testable import DestinationHealth

@Suite("Values that may be shown")
struct VisibleValueTests {
    /// The values of a text that may be shown, and those that may not.
    private static func values(_ text: String) throws -> (visible: [String], hidden: [String]) {
        let document = try? JSONDocument(parsing: Array(text.utf8))
        let file =
            try LoadedConfig.load(text).destinations.first?.range.file
            ?? SourceFile(path: "config.json", document: #require(document))
        let values = file.tokens(in: 0..<text.utf8.count).filter { token in
            // A key of JSON has a colon behind it.
            file.document.bytes[token.range.upperBound...].first != UInt8(ascii: ":")
        }
        return (values.filter(\.isVisible).map(\.text), values.filter { !$0.isVisible }.map(\.text))
    }

    @Test(
        "values of fields that are no secret may be shown, each where its field belongs",
        arguments: [
            (
                #"{"pixel_id": "A", "access_token": "B", "advertiser_ids": ["C", 7, -1.5e3], "enabled": false}"#,
                ["A", "C", "7", "-1.5e3"], ["B"]
            ),
            (#"{"pixel_code": "A", "refresh_token": "B", "auth_code": "C", "code": "D"}"#, ["A"], ["B", "C", "D"]),
            (
                #"{"pixel_id": "A", "app": {"app_id": "B", "secret": "C", "auth_code": "D", "name": "E"}}"#,
                ["A", "B"], ["C", "D", "E"]
            ),
            (
                #"{"pixel_id": "A", "suppress": [{"rule": "B", "reason": "C", "until": "D", "name": "E"}, "F"]}"#,
                ["A", "B", "C", "D"], ["E", "F"]
            ),
            (#"{"pixel_id": "A", "access_token": {"name": "B"}, "x": {"type": "C"}}"#, ["A"], ["B", "C"]),
            (#"{"pixel_id": "A", "access_token": ["B"], "app": "C", "name": {"name": "D"}}"#, ["A"], ["B", "C", "D"]),
            (#"{"pixel_id": "A", "rule": "B", "reason": "C", "app_id": "D"}"#, ["A"], ["B", "C", "D"]),
            (#"{"pixel_id": "A", "advertiser_ids": [{"name": "B"}, ["C"], "D"]}"#, ["A", "D"], ["B", "C"]),
            (
                #"{"version": 1, "name": "A", "x": "B", "destinations": [{"name": "C"}, "D", ["E"]]}"#,
                ["1", "C"], ["A", "B", "D", "E"]
            ),
            (
                #"{"defaults": {"managed_by": "A", "access_token": "B"}, "destinations": [{}]}"#,
                ["A"], ["B"]
            ),
            (#"{"defaults": ["A"], "destinations": "B"}"#, [], ["A", "B"]),
            (#"["A", {"name": "B"}]"#, ["B"], ["A"]),
            (
                #"{"access_token": 12345678901234567890, "pixel_id": 7000000000000000002}"#, ["7000000000000000002"],
                ["12345678901234567890"]
            ),
            (
                #"{"config": {"accessToken": "A", "pixelCode": "B", "other": "C", "n": 7}}"#,
                ["B"], ["A", "C", "7"]
            ),
            (
                "export TIKTOK_PIXEL_ID='A' # B\nTIKTOK_ACCESS_TOKEN=C\nsmall=D",
                ["TIKTOK_PIXEL_ID", "A", "TIKTOK_ACCESS_TOKEN"], [" # B\n", "C", "small", "D"]
            ),
        ]
    )
    func visible(text: String, visible: [String], hidden: [String]) throws {
        let values = try Self.values(text)
        #expect(values.visible == visible)
        #expect(values.hidden == hidden)
    }
}
