import TestSupport
import Testing
import TikTokAPI

@testable import ValidateCommand

@Suite("Command line: base URL")
struct CommandLineBaseURLTests {
    static let longLabel = String(repeating: "a", count: 63)

    static let good: [(String, APIOrigin)] = [
        ("https://business-api.tiktok.com", .production),
        ("https://business-api.tiktok.com/", .production),
        ("https://BUSINESS-API.TikTok.com", .production),
        ("https://business-api.tiktok.com:443", .production),
        ("https://sandbox-ads.tiktok.com/", .sandbox),
        ("https://proxy", APIOrigin(scheme: "https", host: "proxy")),
        ("https://h.example:1", APIOrigin(scheme: "https", host: "h.example", port: 1)),
        ("https://h.example:80", APIOrigin(scheme: "https", host: "h.example", port: 80)),
        ("https://h.example:65535/", APIOrigin(scheme: "https", host: "h.example", port: 65_535)),
        ("https://1.example", APIOrigin(scheme: "https", host: "1.example")),
        ("https://a--b.example", APIOrigin(scheme: "https", host: "a--b.example")),
        ("https://\(longLabel).example", APIOrigin(scheme: "https", host: "\(longLabel).example")),
        ("http://localhost", APIOrigin(scheme: "http", host: "localhost")),
        ("http://LocalHost:8080/", APIOrigin(scheme: "http", host: "localhost", port: 8080)),
        ("http://localhost:80", APIOrigin(scheme: "http", host: "localhost")),
        ("http://localhost:443", APIOrigin(scheme: "http", host: "localhost", port: 443)),
        ("http://127.0.0.1:9", APIOrigin(scheme: "http", host: "127.0.0.1", port: 9)),
        ("http://127.255.255.254", APIOrigin(scheme: "http", host: "127.255.255.254")),
        ("http://[::1]:8080", APIOrigin(scheme: "http", host: "[::1]", port: 8080)),
        ("https://[::1]/", APIOrigin(scheme: "https", host: "[::1]")),
        ("https://localhost", APIOrigin(scheme: "https", host: "localhost")),
        ("https://127.0.0.1", APIOrigin(scheme: "https", host: "127.0.0.1")),
    ]

    @Test(arguments: good)
    func accepted(text: String, origin: APIOrigin) throws {
        #expect(try BaseURL.origin(of: text) == origin)
    }

    static let scheme = "must begin with https://"
    static let http = "may be http only for a loopback host (localhost, 127.0.0.1, [::1]), else https"
    static let userInfo = "must not carry a user name or a password"
    static let address = "must name a host, not an IP address (loopback: 127.0.0.1 or [::1], written like this)"
    static let name = "has a host that is no valid name"
    static let port = "has a port that is not a number from 1 to 65535"
    static let path = "must not have a path; the paths stay /open_api/v1.3/"
    static let query = "must not have a query (?)"
    static let fragment = "must not have a fragment (#)"
    static let whitespace = "must not hold whitespace or control characters"
    static let nonASCII = "must not hold characters other than ASCII"
    static let backslash = "must not hold a backslash"
    static let noHost = "has no host"

    static let hostile: [(String, String)] = [
        ("h.example", scheme), ("//h.example", scheme), ("https:/h.example", scheme), ("https:h.example", scheme),
        ("HTTPS://h.example", scheme), ("ftp://h.example", scheme), ("file:///etc/passwd", scheme),
        ("javascript://h.example", scheme), ("httpss://h.example", scheme), ("ws://localhost", scheme),
        ("https:", scheme),
        ("https://", noHost), ("https:///", noHost), ("https:///h.example", path), ("https://:443", noHost),
        ("https://?", query), ("https://#", fragment),
        ("http://h.example", http), ("http://business-api.tiktok.com", http), ("http://localhost.evil.example", http),
        ("http://evil.localhost", http), ("http://notlocalhost", http),
        ("https://user@h.example", userInfo), ("https://user:pw@h.example", userInfo), ("https://@h.example", userInfo),
        ("https://business-api.tiktok.com@evil.example", userInfo), ("http://localhost@evil.example", userInfo),
        ("http://localhost:80@evil.example", userInfo), ("http://evil.example#@localhost", fragment),
        ("http://evil.example/@localhost", path), ("http://evil.example?@localhost", query),
        ("https://evil.example\\@business-api.tiktok.com", backslash), ("https:\\\\h.example", backslash),
        ("https://h.example\\", backslash),
        ("https://h.example/v1.3", path), ("https://h.example//", path), ("https://h.example/.", path),
        ("https://h.example/%2e", path), ("https://h.example/;a", path),
        ("https://h.example?", query), ("https://h.example/?a=b", query),
        ("https://h.example#", fragment), ("https://h.example/#a", fragment), ("https://h.example/?#", fragment),
        (" https://h.example", whitespace), ("https://h.example ", whitespace), ("https://h.example\n", whitespace),
        ("https://h.ex\tample", whitespace), ("https://h.example\r\nHost: evil", whitespace),
        ("https://h\u{0}", whitespace),
        ("https://h.example\u{7F}", whitespace), ("\u{1B}https://h.example", whitespace),
        ("https://business-\u{430}pi.tiktok.com", nonASCII), ("https://h\u{3002}example", nonASCII),
        ("https://h.example\u{200B}", nonASCII), ("https://ｈ.example", nonASCII),
        ("https:/\u{338}/h.example", nonASCII),
        ("https://h.example/\u{301}", nonASCII), ("https://127.0.0.\u{661}", nonASCII),
        ("\u{FEFF}https://h.example", nonASCII),
        ("https://h.example.", "must not have a dot at the end of the host"),
        ("http://localhost.", "must not have a dot at the end of the host"),
        ("https://.h.example", name), ("https://h..example", name), ("https://-h.example", name),
        ("https://h-.example", name), ("https://h_x.example", name), ("https://h%2eexample", name),
        ("https://h*.example", name), ("https://\(longLabel)a.example", name), ("https://h,evil.example", name),
        ("https://${HOST}", name), ("https://h.example;evil", name), ("https://h%00.example", name),
        ("https://" + String(repeating: "abcdefg.", count: 32) + "example", name),
        ("https://xn--business-pi-6ij.tiktok.com", "must not have an internationalised (xn--) host"),
        ("https://169.254.169.254", address), ("http://169.254.169.254", address), ("https://10.0.0.1", address),
        ("https://0.0.0.0", address), ("http://0", address), ("http://2130706433", address), ("http://127.1", address),
        ("http://127.0.0.1.", address), ("http://127.0.1", address), ("http://0177.0.0.1", address),
        ("http://127.0.0.01", address), ("http://127.0.0.256", address), ("http://127.0.0.1.1", address),
        ("http://0x7f.0.0.1", address), ("http://0x7f000001", address), ("https://1.2.3.0X4", address),
        ("http://127.0.0.1.evil.example", address), ("https://127.evil.example", address), ("http://127.0.0", address),
        ("https://[::]", address), ("http://[::ffff:127.0.0.1]", address), ("http://[0:0:0:0:0:0:0:1]", address),
        ("https://[fe80::1%25eth0]", address), ("https://[::ffff:169.254.169.254]", address),
        ("https://[v1.x]", address),
        ("https://[::1", address), ("http://[]", address), ("http://[::1].evil.example", port), ("http://[::1]x", port),
        ("http://::1", port), ("https://::1:443", port), ("https://h]", name),
        ("https://h.example:", port), ("https://h.example:/", port), ("https://h.example:0", port),
        ("https://h.example:65536", port), ("https://h.example:0443", port), ("https://h.example:+443", port),
        ("https://h.example:-1", port), ("https://h.example:443:443", port), ("https://h.example:https", port),
        ("https://h.example:4 43", whitespace), ("https://h.example:99999999999999999999", port),
        ("http://localhost:80:evil", port), ("", scheme),
    ]

    @Test(.tags(.F21, .T22), arguments: hostile)
    func refused(text: String, reason: String) {
        let error = #expect(throws: BaseURL.Fault.self) { try BaseURL.origin(of: text) }
        #expect(error?.reason == reason)
    }

    @Test(.tags(.F21))
    func theErrorNamesTheOptionAndNotTheValue() {
        let error = #expect(throws: UsageError.self) {
            try Invocation.parse(["--base-url", "https://user:hunter2@h.example", "c"])
        }
        #expect(error?.message == "--base-url must not carry a user name or a password")
        #expect(error?.hint == "write it as https://host or https://host:port")
    }
}
