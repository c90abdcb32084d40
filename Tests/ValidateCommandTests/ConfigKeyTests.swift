import Testing

@testable import ValidateCommand

/// How a state calls the configs.
@Suite struct ConfigKeyTests {
    struct Case: CustomTestStringConvertible {
        let state: String
        let config: String
        let directory: String?
        let key: String
        var testDescription: String { "\(config) from \(directory ?? "nowhere"), state \(state)" }

        init(_ state: String, _ config: String, in directory: String?, is key: String) {
            self.state = state
            self.config = config
            self.directory = directory
            self.key = key
        }
    }

    @Test(
        "the key of a config is its path relative to the state",
        arguments: [
            Case("s.json", "c.json", in: "/repo", is: "c.json"),
            Case("./s.json", ".//c.json", in: "/repo", is: "c.json"),
            Case("/repo/s.json", "/repo/c.json", in: "/elsewhere", is: "c.json"),
            Case("/repo/s.json", "../repo/c.json", in: "/elsewhere", is: "c.json"),
            Case("cache/s.json", "c.json", in: "/builds/1/repo", is: "../c.json"),
            Case("cache/s.json", "c.json", in: "/builds/2/repo", is: "../c.json"),
            Case("/var/lib/validate/s.json", "/etc/validate/c.json", in: nil, is: "../../../etc/validate/c.json"),
            Case("/s.json", "/../c.json", in: "/", is: "c.json"),
            Case("s.json", "-", in: "/repo", is: "(standard input)"),
            Case("s.json", "./-", in: "/repo", is: "-"),
            // Nobody knows where the process is.
            Case("s.json", "c.json", in: nil, is: "c.json"),
        ]
    )
    func keys(_ test: Case) {
        let keys = ConfigKeys(statePath: test.state, workingDirectory: test.directory)
        #expect(keys.key(for: test.config) == test.key)
    }
}
