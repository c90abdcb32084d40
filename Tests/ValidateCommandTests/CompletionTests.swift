import Foundation
import Testing
import ValidateCommand

/// `validate completions`: scripts that the shells take, and that know what the program knows.
@Suite struct CompletionTests {
    /// Where a program lies; nil if it is not installed.
    private static func path(of program: String) -> String? {
        ["/usr/bin", "/bin", "/usr/local/bin", "/opt/homebrew/bin"].map { "\($0)/\(program)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    private static func script(_ reader: String) async throws -> String {
        let run = try await ProgramRun.of(["completions", reader])
        #expect(run.status == 0, "\(run.errorText)")
        return run.text
    }

    @Test(
        "each shell takes its script",
        .enabled(if: ["bash", "zsh", "fish"].allSatisfy { path(of: $0) != nil }, "bash, zsh or fish is not installed"),
        arguments: ["bash", "zsh", "fish"]
    )
    func syntax(_ shell: String) async throws {
        let directory = try TemporaryDirectory()
        let script = try directory.write(try await Self.script(shell), to: "script")
        let program = URL(fileURLWithPath: try #require(Self.path(of: shell)))
        let run = try await ProgramRun.of(["-n", script], directory: directory.url, program: program)
        #expect(run.status == 0)
        #expect(run.errorText.isEmpty, "\(run.errorText)")
    }

    @Test(
        "every script and the manual page name every command and option, and no other",
        arguments: ["bash", "zsh", "fish", "man"]
    )
    func complete(_ reader: String) async throws {
        let script = try await Self.script(reader).replacing("\\-", with: "-")
        for command in Command.allCases {
            #expect(script.contains(command.rawValue), "\(command.rawValue)")
            for option in command.help.options {
                let spelling = reader == "fish" ? "-l \(option.name) " : "--\(option.name)"
                #expect(script.contains(spelling), "\(option.name)")
            }
        }
    }

    struct Case: CustomTestStringConvertible {
        /// As bash splits them; the last one is being typed.
        let words: [String]
        let offered: [String]
        var testDescription: String { words.joined(separator: " ") }
    }

    @Test(
        "bash offers what fits",
        .enabled(if: path(of: "bash") != nil, "bash is not installed"),
        arguments: [
            Case(words: ["ex"], offered: ["explain"]), Case(words: ["expl"], offered: ["explain"]),
            Case(words: ["--conf"], offered: ["--confirm"]),
            Case(words: ["--sim"], offered: ["--simulate", "--simulate="]),
            Case(words: ["--format", "tex"], offered: ["text", "text="]),
            Case(words: ["--format", "=", "tex"], offered: ["text", "text="]),
            Case(words: ["--format", "json", "=", "c."], offered: ["c.json"]),
            Case(words: ["--format", "=", "json", "=", "c."], offered: ["c.json"]),
            Case(words: ["--only", "token-acc"], offered: ["token-accepted"]),
            Case(words: ["--skip", "=", "token-acc"], offered: ["token-accepted"]),
            Case(words: ["--only", "clock-skew,token-acc"], offered: ["clock-skew,token-accepted"]),
            Case(words: ["--color", "al"], offered: ["always"]),
            Case(words: ["c.json", "--color", "=", "a"], offered: ["auto", "always"]),
            Case(words: ["--simulate", "=", "c"], offered: ["c.json"]),
            Case(words: ["--simulate", "c"], offered: ["c.json"]),
            Case(words: ["--timeout", ""], offered: []), Case(words: ["--state", "c"], offered: ["c.json"]),
            Case(words: ["--base-url", "http", ":", "//localhost", ":", "80", "--on-unknown", "p"], offered: ["pass"]),
            Case(words: ["explain", "pixel-o"], offered: ["pixel-ownership"]),
            Case(words: ["explain", "4010"], offered: []),
            Case(words: ["rules", "--format", "m"], offered: ["markdown"]),
            Case(words: ["rules", "--sta"], offered: []),
            Case(words: ["completions", "z"], offered: ["zsh"]),
            Case(words: ["init", "u"], offered: ["upstack"]), Case(words: ["schema", "--h"], offered: ["--help"]),
            Case(words: ["check", "with"], offered: ["with a blank.json"]),
            Case(words: ["fi"], offered: ["fix"]),
        ]
    )
    func bash(_ test: Case) async throws {
        let directory = try TemporaryDirectory()
        _ = try directory.write("{}", to: "c.json")
        _ = try directory.write("{}", to: "with a blank.json")
        _ = try directory.write(try await Self.script("bash"), to: ".script")
        let call = """
            source ./.script
            COMP_WORDS=(validate "$@")
            COMP_CWORD=$#
            _validate
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let run = try await ProgramRun.of(
            ["-uc", call, "bash"] + test.words,
            directory: directory.url,
            program: URL(fileURLWithPath: try #require(Self.path(of: "bash")))
        )
        #expect(run.errorText.isEmpty, "\(run.errorText)")
        let offered = run.text.split(separator: "\n").map(String.init)
        if test.words.first == "explain", test.words.last == "4010" {
            #expect(Set(offered).isSuperset(of: ["40100", "40105"]) && offered.allSatisfy { $0.hasPrefix("4010") })
        } else {
            #expect(offered.sorted() == test.offered.sorted())
        }
    }

    @Test(
        "the manual page is laid out without a warning",
        .enabled(if: path(of: "groff") != nil, "groff is not installed")
    )
    func manual() async throws {
        let directory = try TemporaryDirectory()
        let page = try directory.write(try await Self.script("man"), to: "validate.1")
        let run = try await ProgramRun.of(
            ["-ww", "-man", "-Tascii", "-P-cbou", page],
            directory: directory.url,
            program: URL(fileURLWithPath: try #require(Self.path(of: "groff")))
        )
        #expect(run.status == 0)
        #expect(run.errorText.isEmpty, "\(run.errorText)")
        #expect(run.text.contains("--destination 'shop-*'"), "what is to be typed stands there sign for sign")
        #expect(run.text.contains("${env:SHOP_TOKEN}"))
        #expect(
            !(try await Self.script("man")).split(separator: "\n").contains { $0.hasPrefix("'") || $0.utf8.count > 160 }
        )
    }

    @Test(arguments: [
        ["completions"], ["completions", "csh"], ["completions", "bash", "zsh"], ["completions", "--offline"],
    ])
    func wrong(_ arguments: [String]) async throws {
        let run = try await ProgramRun.of(arguments)
        #expect(run.status == 2)
        #expect(run.text.isEmpty)
        #expect(run.errorText.hasPrefix("validate: "))
    }
}
