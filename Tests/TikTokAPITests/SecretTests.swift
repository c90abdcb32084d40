import TestSupport
import Testing

@testable import TikTokAPI

@Suite("Secrets")
struct SecretTests {
    private static let text = "5e884898da28047151d0e56f8dc6292773603d0d"
    private static let secret = Secret(text)

    private struct Holder {
        let name = "holder"
        let secret = SecretTests.secret
    }

    private enum Choice {
        case secret(Secret)
    }

    private static func dumped(_ value: Any) -> String {
        var output = ""
        dump(value, to: &output)
        return output
    }

    private static let app = AppCredentials(appID: "7196993655622416073", secret: secret)
    private static let call = APICall(.listAdvertisers(app), token: secret, origin: .production)

    private static let shown: [String] = [
        secret.masked, secret.description, secret.debugDescription, "\(secret)", String(describing: secret),
        String(reflecting: secret), dumped(secret), "\(Optional(secret) as Any)", "\([secret])", "\(["k": secret])",
        "\([[secret]: [secret]])", "\(Set([secret]))", "\((1, secret))", "\(Holder())", String(reflecting: Holder()),
        dumped(Holder()), "\(Choice.secret(secret))", dumped(Choice.secret(secret)), dumped([secret: secret]),
        String(reflecting: [secret]), String(reflecting: Optional(secret) as Any),
        "\(HTTPRequest.Value.secret(secret))",
        dumped(HTTPRequest.Parameter("Access-Token", .secret(secret))), dumped(app), "\(app)", dumped(call), "\(call)",
        dumped(call.request(timeout: .seconds(1), unixTime: 0, nonce: 0)), HTTPRequest.Value.secret(secret).masked,
        "\(Mirror(reflecting: secret).children.map(\.value))", "\(Result<Secret, any Error>.success(secret))",
    ]

    @Test("however it is shown, only the last four characters are", .tags(.T20), arguments: shown)
    func staysHidden(output: String) {
        let bytes = Array(Self.text.utf8)
        let seen = Array(output.utf8)
        for start in 0...(bytes.count - 5) {
            let part = bytes[start..<(start + 5)]
            #expect(!seen.indices.contains { seen[$0...].starts(with: part) }, "\(start)")
        }
    }

    @Test(
        "a text is masked by its length and its last characters",
        arguments: [
            ("", "****"),
            ("abc", "****"),
            ("123456789012345", "****"),
            ("1234567890123456", "****3456"),
            ("ends-with-a-space   ", "****"),
            ("line-end-at-its-end\n", "****"),
            ("escape-at-its-end-\u{1B}[m", "****"),
            ("not-ascii-at-its-end-é", "****"),
            ("\u{202E}not-ascii-at-the-start", "****tart"),
        ]
    )
    func masking(text: String, masked: String) {
        #expect(Secret(text).masked == masked)
    }

    @Test("equality and hash go by bytes")
    func equality() {
        let composed = Secret("token-caf\u{E9}")
        let decomposed = Secret("token-cafe\u{301}")
        #expect(composed.unmasked == decomposed.unmasked)
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed, Secret("token-caf\u{E9}")]).count == 2)
        #expect(Secret("a") != Secret("A"))
        #expect(Secret("a") != Secret("a\n"))
        #expect(Secret("a") == Secret("a"))
        #expect(Secret("a").hashValue == Secret("a").hashValue)
    }

    @Test("there is nothing inside for a mirror, and nothing to encode", .tags(.T20))
    func opacity() {
        #expect(Mirror(reflecting: Self.secret).children.isEmpty)
        #expect(!((Self.secret as Any) is any Encodable))
        #expect(!((Self.secret as Any) is any LosslessStringConvertible))
    }
}
