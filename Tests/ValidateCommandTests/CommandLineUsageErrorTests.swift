import Testing

@testable import ValidateCommand

@Suite("Command line: arguments that are wrong")
struct CommandLineUsageErrorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        let message: String
        let hint: String?

        init(_ arguments: [String], _ message: String, hint: String? = nil) {
            self.arguments = arguments
            self.message = message
            self.hint = hint
        }

        var testDescription: String { arguments.joined(separator: " ") }
    }

    static let noConfig = "give the path of at least one config file, or - for standard input"
    static let secret = SecretArguments.refusal
    static let seconds = "a number of seconds above 0 and at most 86400, such as 10 or 2.5"

    static let cases: [Case] = [
        Case([], "no config is given", hint: noConfig),
        Case(["check"], "no config is given", hint: noConfig),
        Case(["--offline"], "no config is given", hint: noConfig),
        Case(["--offline", "check"], "no config is given", hint: noConfig),
        Case(["--"], "no config is given", hint: noConfig),
        Case([""], "the path of a config is empty", hint: "is a shell variable unset?"),
        Case(["-", "-"], "standard input (-) is given twice; it can be read once"),

        Case(["--ofline", "c"], "unknown option --ofline", hint: "did you mean --offline?"),
        Case(["--OFFLINE", "c"], "unknown option --OFFLINE", hint: "did you mean --offline?"),
        Case(["--dry_run", "c"], "unknown option --dry_run", hint: "did you mean --dry-run?"),
        Case(["--destinations=x", "c"], "unknown option --destinations", hint: "did you mean --destination?"),
        Case(["--colour=always", "c"], "unknown option --colour", hint: "did you mean --color?"),
        Case(["--frobnicate", "c"], "unknown option --frobnicate"),
        Case(["--=x", "c"], "unknown option"),
        Case(["---offline", "c"], "unknown option ---offline", hint: "did you mean --offline?"),
        Case(["-offline", "c"], "unknown option -offline", hint: "did you mean --offline?"),
        Case(["-x", "c"], "unknown option -x"),
        Case(["-qx", "c"], "unknown option -x"),
        Case(["-é", "c"], "unknown option"),
        Case(["-q=1", "c"], "unknown option -="),
        Case(["--offl\u{301}ine", "c"], "unknown option", hint: "did you mean --offline?"),

        Case(["--offline=yes", "c"], "--offline takes no value"),
        Case(["--offline=", "c"], "--offline takes no value"),
        Case(["--help=check", "c"], "--help takes no value"),
        Case(["--version=1", "c"], "--version takes no value"),
        Case(["--offline", "--offline", "c"], "--offline is given more than once"),
        Case(["--only", "a", "--only", "b", "c"], "--only is given more than once"),
        Case(["-qq", "c"], "--quiet is given more than once"),
        Case(["-q", "--quiet", "c"], "--quiet is given more than once"),
        Case(["-qv", "c"], "--quiet and --verbose contradict each other"),
        Case(["--verbose", "c", "-q"], "--verbose and --quiet contradict each other"),

        Case(["c", "--timeout"], "--timeout needs a value", hint: "write --timeout S"),
        Case(["--timeout=", "c"], "--timeout needs a value", hint: "write --timeout S"),
        Case(["--ca-file", "", "c"], "--ca-file needs a value", hint: "write --ca-file PEM"),
        Case(["--simulate=", "c"], "--simulate needs a value", hint: "write --simulate[=WORLD.json]"),
        Case(
            ["--timeout", "--strict", "c"],
            "--timeout needs a value",
            hint: "write --timeout S; for a value that begins with a dash, --timeout=VALUE"
        ),
        Case(
            ["--only", "--", "c"],
            "--only needs a value",
            hint: "write --only RULE,...; for a value that begins with a dash, --only=VALUE"
        ),
        Case(
            ["--only", "a,,b", "c"],
            "--only: item 2 of the list is empty",
            hint: "write rule ids with one comma between two"
        ),
        Case(
            ["--skip", ",", "c"],
            "--skip: item 1 of the list is empty",
            hint: "write rule ids with one comma between two"
        ),

        Case(
            ["--format", "jsn", "c"],
            "--format: 'jsn' is not one of \(ReportFormat.allCases.map(\.rawValue).joined(separator: ", "))",
            hint: "did you mean json?"
        ),
        Case(
            ["--format", "json=", "c"],
            "--format: 'json=' needs the path of a file",
            hint: "for standard output write --format json"
        ),
        Case(
            ["--format", "json=-", "c"],
            "--format: 'json=' needs the path of a file",
            hint: "for standard output write --format json"
        ),
        Case(
            ["--format", "json", "--format", "text", "c"],
            "--format: only one report can go to standard output",
            hint: "give the others a path: --format json=report.json"
        ),
        Case(["--format", "json=r", "--format", "text=r", "c"], "--format: two reports have the same path"),
        Case(["--format", "json=c.json", "c.json"], "--format: the report would overwrite a config"),

        Case(
            ["--on-unknown", "ignore", "c"],
            "--on-unknown: 'ignore' is not one of fail, pass"
        ),
        Case(
            ["--color", "allways", "c"],
            "--color: 'allways' is not one of auto, always, never",
            hint: "did you mean always?"
        ),
        Case(
            ["--color", "Always", "c"],
            "--color: 'Always' is not one of auto, always, never",
            hint: "did you mean always?"
        ),

        Case(
            ["--strict", "rules"],
            "the command rules must be the first argument",
            hint: "for a config file of that name write ./rules"
        ),

        Case(["--access-token", "x", "c"], secret.message, hint: secret.hint),
        Case(["--access-token=x", "c"], secret.message, hint: secret.hint),
        Case(["--Access_Token=x", "c"], secret.message, hint: secret.hint),
        Case(["--token", "x", "c"], secret.message, hint: secret.hint),
        Case(["--tokn", "x", "c"], secret.message, hint: secret.hint),
        Case(["--secret=x", "c"], secret.message, hint: secret.hint),
        Case(["--app-secret=x", "c"], secret.message, hint: secret.hint),
        Case(["--proxy-password", "x", "c"], secret.message, hint: secret.hint),
        Case(["-token", "x", "c"], secret.message, hint: secret.hint),
    ]

    @Test(arguments: cases)
    func usage(_ example: Case) {
        let error = #expect(throws: UsageError.self) { try Invocation.parse(example.arguments) }
        #expect(error?.message == example.message)
        #expect(error?.hint == example.hint)
    }

    @Test(arguments: ["timeout", "deadline"])
    func seconds(_ option: String) {
        let wrong = [
            "0", "0.0", "-1", "+1", "1e3", "0x10", "nan", "inf", "NaN", "Infinity", "1,5", ".5", "5.", ".", "1.2.3",
            "10s",
            "1_000", " 1", "1 ", "86400.000000001", "86401", "99999999999999999999", "0.0000000001", "١", "1\u{301}",
        ]
        for text in wrong {
            let error = #expect(throws: UsageError.self, "\(text)") {
                try Invocation.parse(["--\(option)=\(text)", "c"])
            }
            #expect(error?.message.hasSuffix("is not \(Self.seconds)") == true, "\(text)")
        }
    }

    @Test(arguments: ["0", "257", "-1", "+1", "1.0", "abc", "1e2", "0x1", "99999999999999999999", "４", " 1"])
    func concurrency(_ text: String) {
        let error = #expect(throws: UsageError.self) { try Invocation.parse(["--concurrency=\(text)", "c"]) }
        #expect(error?.message.hasSuffix("is not a whole number from 1 to 256") == true)
    }

    /// What could be a credential, wherever somebody pastes it, stays out of the message.
    @Test(
        arguments: [
            "f3a9c1d2e4b5a6978877665544332211aabbccdd", "ABCDEFGHIJKLMNOPQRST", "abcdefghijklmnopqrst",
            "act.Xy12-ab34_Cd56-ef78.Gh90!7812", "eyJhbGci.eyJzdWIi.SflKxwRJSM", "TOKEN\u{1B}[31m", "a\nb",
        ]
    )
    func credentialsAreNotEchoed(_ text: String) {
        var lines = CheckOptions.table.filter { $0.option.value != nil }.map {
            ["--\($0.option.name)=\(text)"]
        }
        lines += [
            ["--\(text)", "c"], ["--\(text)=x", "c"], ["--offline=\(text)", "c"], ["--token", text], ["-\(text)", "c"],
        ]
        lines += [["--secret=\(text)"], ["--only", "a", "--only", text, "c"], ["--format", "json=\(text)", text]]
        for line in lines {
            let error = #expect(throws: UsageError.self) { try Invocation.parse(line) }
            #expect(error.map { "\($0)".utf8.split(separator: 0x0A).count <= 3 } == true)
            #expect(error?.description.contains(text) == false, "\(line)")
        }
        let reference = RuleReference(id: text, option: "only", position: 3)
        let error = #expect(throws: UsageError.self) { try reference.resolved(known: ["token-accepted"]) }
        #expect(error?.message == "--only: item 3 names no rule")
    }

    @Test
    func printedForm() {
        #expect("\(UsageError("a", hint: "b"))" == "validate: a\nb\ntry 'validate --help'")
        #expect("\(UsageError("a"))" == "validate: a\ntry 'validate --help'")
    }
}

@Suite("Command line: rules chosen")
struct CommandLineRuleSelectionTests {
    static let known = ["config-field", "token-accepted", "pixel-ownership"]

    private func selected(_ line: [String], aliases: [String: String] = [:]) throws -> [String] {
        guard case .check(let options) = try Invocation.parse(line + ["c"]) else { return [] }
        return try options.selectedRules(known: Self.known, aliases: aliases)
    }

    @Test
    func chosen() throws {
        #expect(try selected([]) == Self.known)
        #expect(try selected(["--only", "pixel-ownership,config-field"]) == ["config-field", "pixel-ownership"])
        #expect(try selected(["--skip", "config-field"]) == ["token-accepted", "pixel-ownership"])
        #expect(try selected(["--only", "config-field,token-accepted", "--skip=config-field"]) == ["token-accepted"])
        #expect(try selected(["--only", "old"], aliases: ["old": "token-accepted"]) == ["token-accepted"])
    }

    @Test(
        arguments: [
            (["--only", "token-acepted"], "--only: 'token-acepted' names no rule", "did you mean token-accepted?"),
            (["--skip", "config-field,zzz"], "--skip: 'zzz' names no rule", nil),
            (["--skip", "Config-Field"], "--skip: 'Config-Field' names no rule", "did you mean config-field?"),
            (["--only", "former-nam"], "--only: 'former-nam' names no rule", "did you mean former-name?"),
            (["--only", "config-field", "--skip", "config-field"], "--only and --skip leave no rule to check", nil),
            (["--skip", "config-field,token-accepted,pixel-ownership"], "--skip leaves no rule to check", nil),
        ] as [([String], String, String?)]
    )
    func wrong(line: [String], message: String, hint: String?) {
        let error = #expect(throws: UsageError.self) {
            try selected(line, aliases: ["former-name": "token-accepted"])
        }
        #expect(error?.message == message)
        #expect(error?.hint == hint)
    }
}
