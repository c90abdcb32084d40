@testable import DestinationHealth
import LocatedJSON
import TestSupport
import Testing
import TikTokAPI

/// Which proof of an earlier run stands in for a test event.
@Suite struct EarlierProofTests {
    private static let token = "900d18305cee759b483db4704e1a46080624e88b"
    private static let secret = "b608897955ca88e77be570133fdf5d65302e6a78"
    private static let fields = [
        "\"pixel_id\": \"COH98PBC77U2GA5OQKK0\"", "\"access_token\": \"\(token)\"",
        "\"test_event_code\": \"TEST12345\"",
        "\"app\": {\"app_id\": \"7196993655622416073\", \"secret\": \"\(secret)\"}",
        "\"advertiser_ids\": [\"7263230018234764310\"]",
    ]

    private static func destination(_ old: String = "", _ new: String = "") throws -> Destination {
        let text = "{\(fields.joined(separator: ", "))}"
        #expect(text.contains(old))
        return try #require(LoadedConfig.load(old.isEmpty ? text : text.replacing(old, with: new)).destinations.first)
    }

    @Test(
        "the hash is SHA-256",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                String(repeating: "a", count: 1_000_000),
                "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
            ),
        ]
    )
    func hash(_ text: String, _ expected: String) {
        let digits = SHA256.hash(Array(text.utf8)).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        #expect(digits.joined() == expected)
    }

    @Test("the same destination is known again, however its config is written", .tags(.C26))
    func known() throws {
        let mark = try #require(ProofMark(of: Self.destination(), options: LiveOptions(), time: 100))
        #expect(mark.matches(try Self.destination(), options: LiveOptions()))
        let renamed = try Self.destination("{\"pixel_id\"", "{\"managed_by\": \"owox\", \"pixel_code\"")
        #expect(mark.matches(renamed, options: LiveOptions()))
        // Two marks of one token do not show that it is one.
        let other = try #require(ProofMark(of: Self.destination(), options: LiveOptions(), time: 100))
        #expect(mark.salt != other.salt && mark.digest != other.digest)
    }

    @Test(
        "another token, pixel, app, test event code or ad account is not taken for the proven one",
        .tags(.C26),
        arguments: [
            ("900d1830", "900d1831"), ("COH98PBC77U2GA5OQKK0", "COH98PBC77U2GA5OQKK1"), ("TEST12345", "TEST12346"),
            ("7196993655622416073", "7196993655622416074"), ("b6088979", "b6088978"), ("764310\"]", "764311\"]"),
            ("764310\"]", "764310\", \"7026986696069619138\"]"), ("\"test_event_code\": \"TEST12345\", ", ""),
            ("{\"pixel_id\"", "{\"type\": \"tiktok_ads\", \"pixel_id\""),
            ("{\"pixel_id\"", "{\"token_kind\": \"sandbox\", \"pixel_id\""),
            ("{\"pixel_id\"", "{\"token_kind\": \"events_manager\", \"pixel_id\""),
        ]
    )
    func changed(_ old: String, _ new: String) throws {
        let mark = try #require(ProofMark(of: Self.destination(), options: LiveOptions(), time: 100))
        #expect(!mark.matches(try Self.destination(old, new), options: LiveOptions()))
    }

    @Test("nor is another host, or an event outside the test view", .tags(.C26))
    func changedOptions() throws {
        let destination = try Self.destination()
        let mark = try #require(ProofMark(of: destination, options: LiveOptions(), time: 100))
        #expect(!mark.matches(destination, options: LiveOptions(origin: .sandbox)))
        #expect(!mark.matches(destination, options: LiveOptions(allowsProductionEvent: true)))
    }

    @Test(
        "what few guesses find is never hashed",
        .tags(.C26),
        arguments: [
            (token, "hunter2"), (token, "act.example12345Example12345Example12345"),
            (token, String(repeating: "ab", count: 20)), (token, String(token.dropLast())), (secret, "swordfish"),
        ]
    )
    func guessable(_ old: String, _ new: String) throws {
        #expect(ProofMark(of: try Self.destination(old, new), options: LiveOptions(), time: 100) == nil)
    }

    @Test(
        "a proof counts while it is younger than the limit",
        .tags(.C26, .C22),
        arguments: [(1000, true), (1001, true), (4599, true), (4600, false), (999, false), (10_000_000, false)]
    )
    func age(_ now: Int, _ counts: Bool) throws {
        let destination = try Self.destination()
        let key = VerdictRecord.Key(config: "c.json", name: "shop")
        var all = VerdictHistory(world: "TikTok")
        let mark = try #require(ProofMark(of: destination, options: LiveOptions(), time: 1000))
        _ = all.add(VerdictHistoryTests.Run.healthy(1000).report, as: key, at: 1000, proof: mark)
        let bytes = all.bytes(savedAt: 1000)
        all = try VerdictHistory(parsing: bytes)
        let proof = all.earlierProof(of: key, destination, options: LiveOptions(), limit: 3600, at: now)
        #expect((proof != nil) == counts)
        #expect(proof.map { $0.age == now - 1000 && $0.provenAt == 1000 } != false)
        let text = String(decoding: bytes, as: UTF8.self)
        for secret in [Self.token, Self.secret, "TEST12345", "COH98PBC77U2GA5OQKK0"] {
            #expect(!text.contains(String(secret.suffix(12))))
        }
        // An unhealthy run makes every later one ask in full; one that could not tell does not.
        _ = all.add(VerdictHistoryTests.Run.unknown(now).report, as: key, at: now)
        #expect((all.earlierProof(of: key, destination, options: LiveOptions(), limit: 3600, at: now) != nil) == counts)
        _ = all.add(VerdictHistoryTests.Run.unhealthy(now).report, as: key, at: now, confirmations: 3)
        #expect(all.earlierProof(of: key, destination, options: LiveOptions(), limit: 3600, at: now) == nil)
    }

    @Test("a recovery is confirmed by runs that prove it anew", .tags(.C25, .C26))
    func confirming() throws {
        let destination = try Self.destination()
        let key = VerdictRecord.Key(config: "c.json", name: "shop")
        var all = VerdictHistory(world: "TikTok")
        func reuses(at now: Int) -> Bool {
            all.earlierProof(of: key, destination, options: LiveOptions(), limit: 3600, at: now) != nil
        }
        _ = all.add(VerdictHistoryTests.Run.unhealthy(100).report, as: key, at: 100, confirmations: 2)
        for (time, isReused) in [(200, false), (300, true)] {
            let mark = ProofMark(of: destination, options: LiveOptions(), time: time)
            let run = VerdictHistoryTests.Run.healthy(time)
            _ = all.add(run.report, as: key, at: time, confirmations: 2, proof: mark)
            #expect(reuses(at: time + 1) == isReused)
        }
    }
}
