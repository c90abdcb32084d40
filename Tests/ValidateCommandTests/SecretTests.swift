import Foundation
import TestSupport
import Testing
import ValidateCommand

/// No run shows any part of a secret longer than its last four characters, in whatever spelling.
@Suite struct SecretTests {
    /// How a program is run; each checks the whole house of ``PlantedConfig``.
    struct Mode: CustomTestStringConvertible {
        let testDescription: String
        let arguments: [String]
        var environment: [String: String] = [:]
    }

    private static let modes = [
        Mode(testDescription: "offline", arguments: ["--offline"]),
        Mode(testDescription: "offline, strict", arguments: ["--offline", "--strict"]),
        Mode(testDescription: "a dry run", arguments: ["--dry-run"]),
        Mode(testDescription: "the simulator", arguments: ["--simulate"]),
        Mode(testDescription: "nobody there", arguments: ["--base-url", "http://127.0.0.1:9", "--timeout", "2"]),
        Mode(testDescription: "a rule that does not exist", arguments: ["--only", "no-such-rule"]),
        Mode(
            testDescription: "a proxy that is not there",
            arguments: ["--timeout", "2"],
            environment: ["https_proxy": "http://\(PlantedConfig.proxyUser):\(PlantedConfig.proxyPassword)@127.0.0.1:9"]
        ),
    ]

    /// Every form of report at every verbosity, standard output and files at once.
    private static let outputs: [(arguments: [String], environment: [String: String])] = [
        (["--format", "text", "--format", "json=report.json"], [:]),
        (["-v", "--color", "always", "--format", "text=report.txt"], [:]),
        (["-q", "--format", "json"], ["NO_COLOR": "1", "LANG": "C"]),
        (everyFormat, ["GITHUB_STEP_SUMMARY": "report.summary"]),
    ]

    /// All forms of report in files; of those on standard output, each is the same.
    private static let everyFormat = ReportFormat.allCases.flatMap {
        ["--format", "\($0.rawValue)=report.\($0.rawValue)\($0 == .json ? "" : ".out")"]
    }

    @Test("no secret is in any format of the report, at any verbosity, or in any file", arguments: modes)
    func everywhere(_ mode: Mode) async throws {
        for output in Self.outputs {
            try await check(mode, output.arguments, output.environment)
        }
    }

    @Test(
        "no secret is shown when the server sends it back, however it is spelled",
        .tags(.C30, .P22),
        arguments: SecretSpelling.all.indices
    )
    func echoed(_ number: Int) async throws {
        let spelling = SecretSpelling.all[number]
        // What a server may send back at worst.
        let echo = try FaultServer { request in
            let said = [request.header("Access-Token"), request.queryValue("secret")].compactMap { $0 }.map(
                spelling.spell
            )
            let answer: [String: Any] = [
                "code": [40002, 40105, 40001, 49999][request.indexOnConnection % 4],
                "message": "bad token " + said.joined(separator: ", secret="), "request_id": said.first ?? "",
            ]
            let body = (try? JSONSerialization.data(withJSONObject: answer)) ?? Data()
            return .reply(
                headers: [("Content-Type", "application/json"), ("X-Tt-Logid", "1")],
                body: String(decoding: body, as: UTF8.self)
            )
        }
        let mode = Mode(testDescription: "an echo", arguments: ["--base-url", "\(echo.origin)"])
        let output = Self.outputs[[0, 1, 3][number % 3]]
        try await check(mode, output.arguments, output.environment)
        #expect(echo.requests.count > 5)
    }

    @Test("no secret is shown when an answer is about a proxy")
    func proxy() async throws {
        let proxy = try FaultServer { request in
            let credentials = request.header("Proxy-Authorization") ?? ""
            return .reply(
                407,
                headers: [("Proxy-Authenticate", "Basic realm=\"\(credentials)\"")],
                body: "{\"code\": 40105, \"message\": \"\(credentials)\"}"
            )
        }
        let address = "http://\(PlantedConfig.proxyUser):\(PlantedConfig.proxyPassword)@127.0.0.1:\(proxy.port)"
        let mode = Mode(
            testDescription: "a proxy",
            arguments: ["--timeout", "5"],
            environment: ["HTTPS_PROXY": address]
        )
        try await check(mode, Self.outputs[1].arguments, [:])
        #expect(proxy.requests.contains { $0.header("Proxy-Authorization") != nil })
    }

    @Test("no secret is shown in a narrow terminal", arguments: [40, 61])
    func terminals(_ columns: Int) async throws {
        let house = try PlantedConfig()
        for arguments in [["--offline", "-v"], ["--simulate"], ["--dry-run"]] {
            let run = try await PseudoTerminal.run(
                house.files + arguments,
                columns: columns,
                environment: PlantedConfig.environment,
                directory: house.directory.url
            )
            house.expectNoSecret(in: run.output, "\(columns) columns", isForMachines: false)
        }
    }

    @Test("no secret is shown after the commands that have GitHub Actions mask it")
    func actions() async throws {
        let house = try PlantedConfig()
        let run = try await ProgramRun.of(
            house.files + ["--offline", "-v"],
            environment: PlantedConfig.environment.merging(["GITHUB_ACTIONS": "true"]) { $1 },
            directory: house.directory.url
        )
        house.expectNoSecret(in: run.output, "standard output", isForMachines: false)
        let lines = run.errors.split(separator: 0x0A)
        #expect(lines.contains { $0.starts(with: "::add-mask::".utf8) })
        let others = lines.filter { !$0.starts(with: "::add-mask::".utf8) }
        house.expectNoSecret(in: Array(others.joined(separator: [0x0A])), "standard error", isForMachines: false)
    }

    @Test("no secret is shown when a signal ends the run", arguments: [SIGTERM, SIGINT, SIGSEGV, SIGABRT, SIGQUIT])
    func signals(_ signal: Int32) async throws {
        let house = try PlantedConfig()
        let asked = DispatchSemaphore(value: 0)
        let server = try FaultServer { _ in
            asked.signal()
            return ServerAction([.stall])
        }
        let running = try ProgramRun.Running(
            house.files + [
                "--base-url", "\(server.origin)", "--timeout", "250", "-v", "--format", "json=report.json", "--format",
                "text",
            ],
            environment: PlantedConfig.environment.merging([
                "SWIFT_BACKTRACE": "enable=yes", "TMPDIR": house.directory.url.path,
            ]) { $1 },
            directory: house.directory.url
        )
        // On the thread that waits: others may hold the pool of tasks up for longer than a time limit.
        let isAsked = try await OwnThread.block {
            defer { running.send(signal: signal) }
            return asked.wait(timeout: .now() + 120) == .success
        }
        #expect(isAsked)
        let run = try await running.finish()
        #expect(run.status == (signal == SIGTERM ? 143 : signal == SIGINT ? 130 : -signal))
        house.expectNoSecret(in: run.output, "signal \(signal): standard output", isForMachines: false)
        house.expectNoSecret(in: run.errors, "signal \(signal): standard error", isForMachines: false)
        try house.expectNoSecretInFiles("signal \(signal)")
    }

    private func check(_ mode: Mode, _ arguments: [String], _ environment: [String: String]) async throws {
        let house = try PlantedConfig()
        let label = "\(mode.testDescription) \(arguments.joined(separator: " "))"
        let run = try await ProgramRun.of(
            house.files + mode.arguments + arguments,
            environment: PlantedConfig.environment.merging(mode.environment) { $1 }.merging(environment) { $1 }
                .merging(["TMPDIR": house.directory.url.path]) { $1 },
            directory: house.directory.url
        )
        #expect(run.status == 2, "\(label): some of the configs cannot be read")
        let isForMachines = arguments.suffix(2) == ["--format", "json"]
        house.expectNoSecret(in: run.output, "\(label): standard output", isForMachines: isForMachines)
        house.expectNoSecret(in: run.errors, "\(label): standard error", isForMachines: false)
        try house.expectNoSecretInFiles(label)
    }

    @Test("a name that looks like a token is masked for people, and exact for machines")
    func name() async throws {
        let (token, other) = ("7c1f0b9e52d84a6f3e7a9c0d1b2e4f68a5c3d7e9", "e91b5d7f2a4c6083b1d9f7e5c3a18264907fbd35")
        let config = #"{"name":"\#(token)","pixel_id":5,"access_token":"\#(other)"}"#
        let run = try await ProgramRun.of(["-", "--offline", "--format", "json"], input: config)
        #expect(run.text.contains(token))
        #expect(!run.text.contains(other))
    }

    @Test(
        "an option that would take a secret is refused without repeating its value",
        .tags(.F27)
    )
    func arguments() async throws {
        let token = "7c1f0b9e52d84a6f3e7a9c0d1b2e4f68a5c3d7e9"
        let detector = SecretDetector([token])
        for option in ["--access-token", "--token", "--secret", "--app-secret"] {
            for arguments in [[option, token], ["\(option)=\(token)"]] {
                let run = try await ProgramRun.of(arguments + ["config.json"])
                #expect(run.status == 2)
                #expect(detector.first(in: run.output + run.errors) == nil)
            }
        }
    }
}
