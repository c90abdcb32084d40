import Foundation
import LocatedJSON
import TestSupport
import Testing

/// A program that a test needs and that is not everywhere, or not everywhere permitted.
enum Tool {
    /// Whether a process may have a network of its own.
    static let makesNetworks = isUsable("unshare -rmn ip link set lo up")

    /// Whether a shell line ends well.
    static func isUsable(_ line: String) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", line]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}

/// The whole program in a network of its own, in which there is nothing.
@Suite(.enabled(if: Tool.makesNetworks, "needs permission for unshare"))
struct NoNetworkTests {
    private static let silentNameServer =
        "import socket, time; s = socket.socket(type=socket.SOCK_DGRAM); s.bind((\"127.0.0.1\", 53)); time.sleep(60)"

    private let directory: TemporaryDirectory
    private let path: String

    init() throws {
        directory = try TemporaryDirectory()
        let destinations = (0..<20).map {
            #"{"name": "d\#($0)", "pixel_id": "COH98PBC77U2GA5OQKK0", "test_event_code": "TEST12345", "#
                + #""access_token": "900d18305cee759b483db4704e1a46080624e8\#($0 + 10)"}"#
        }
        path = try directory.write("{\"destinations\": [\(destinations.joined(separator: ","))]}", to: "config.json")
    }

    /// - Parameter preparation: What is done in the new network first.
    private func check(_ arguments: String, after preparation: String = "true") async throws -> ProgramRun {
        let script = try directory.write(
            "set -e\n\(preparation)\nset +e\n\"$VALIDATE\" check '\(path)' --format json \(arguments)\n"
                + "status=$?\n[ -z \"$!\" ] || kill $!\nexit $status\n",
            to: "run.sh"
        )
        return try await ProgramRun.shell("exec unshare -rmn sh '\(script)'")
    }

    private func messages(_ run: ProgramRun) throws -> Set<String> {
        let destinations = try run.report()["destinations"]?.elements.map { $0 } ?? []
        #expect(destinations.count == 20)
        #expect(destinations.allSatisfy { $0["status"]?.string == "unknown" })
        let findings = destinations.flatMap { $0["findings"]?.elements.map { $0 } ?? [] }
        let undecided = findings.filter { $0["severity"]?.string == "unknown" }
        #expect(undecided.count >= 20 && undecided.allSatisfy { $0["cause"]?.string == "network" })
        return Set(undecided.compactMap { $0["message"]?.string })
    }

    @Test("without a network every destination is unknown, quickly and for that reason", .tags(.N48))
    func noNetwork() async throws {
        let run = try await check("")
        #expect(run.status == 3, "\(run.text)\(run.errorText)")
        #expect(run.duration < .seconds(15), "took \(run.duration)")
        for message in try messages(run) {
            #expect(message.contains("business-api.tiktok.com cannot be looked up: there is no network route"))
        }
        #expect(try run.report()["summary"]?["api_calls"]?.number == "0")
    }

    @Test("an address without a route is unreachable at once", .tags(.N5))
    func noRoute() async throws {
        let run = try await check("--base-url https://127.0.0.1:443")
        #expect(run.status == 3, "\(run.text)\(run.errorText)")
        #expect(run.duration < .seconds(15), "took \(run.duration)")
        for message in try messages(run) {
            #expect(message.contains("127.0.0.1:443 cannot be reached: there is no network route"))
        }
    }

    @Test("a name server that refuses is not a name that does not exist", .tags(.N1))
    func nameServerRefuses() async throws {
        let servers = try directory.write("nameserver 127.0.0.1\n", to: "resolv.conf")
        let run = try await check(
            "",
            after: "ip link set lo up\nip route add default dev lo\nmount --bind '\(servers)' /etc/resolv.conf"
        )
        #expect(run.status == 3, "\(run.text)\(run.errorText)")
        for message in try messages(run) {
            #expect(message.contains("business-api.tiktok.com cannot be looked up: no name server gave an answer"))
        }
    }

    /// The process ends although the system's look-up goes on.
    @Test("a name server that does not answer delays nothing beyond the limit", .tags(.N2))
    func nameServerIsSilent() async throws {
        let servers = try directory.write("nameserver 127.0.0.1\n", to: "resolv.conf")
        let script = try directory.write(Self.silentNameServer, to: "silent.py")
        let run = try await check(
            "--timeout 2 --concurrency 20 --deadline 60",
            after: "ip link set lo up\nmount --bind '\(servers)' /etc/resolv.conf\npython3 '\(script)' >/dev/null 2>&1 "
                + "&\nsleep 1"
        )
        #expect(run.status == 3, "\(run.text)\(run.errorText)")
        #expect(run.duration < .seconds(20), "took \(run.duration)")
        for message in try messages(run) {
            #expect(message.contains("looking up business-api.tiktok.com took longer than 2 s"))
        }
    }
}
