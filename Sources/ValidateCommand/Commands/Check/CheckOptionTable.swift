import Reporting
import TikTokAPI

extension CheckOptions {
    /// Every option of `check`, in the order of the help text.
    static let table: [OptionRow<CheckOptions>] = selection + verdict + network + report + history + OptionRow.general

    private static let selection: [OptionRow<CheckOptions>] = [
        .flag("offline", .selection, "run only the rules that need no network") { $0.isOffline = true },
        .value("only", .rules, .selection, "run only these rules", default: "all") { $0.only = $1 },
        .value("skip", .rules, .selection, "leave these rules out", default: "none") { $0.skip = $1 },
        .value(
            "destination",
            .text("GLOB"),
            .selection,
            "check only destinations whose name matches, such as 'shop-*'",
            default: "all",
            isRepeatable: true
        ) { $0.destinationPatterns.append($1) },
        .value(
            "shard",
            .shard,
            .selection,
            "check only the I-th of N nearly equal parts; a destination stays in its part when others are added or removed",
            default: "1/1"
        ) { $0.shard = $1 },
    ]

    private static let verdict: [OptionRow<CheckOptions>] = [
        .value(
            "on-unknown",
            .word(UnknownPolicy.self),
            .verdict,
            "whether \"could not tell\" fails the run",
            default: "fail"
        ) { $0.unknownPolicy = $1 },
        .flag("strict", .verdict, "warnings make a destination unhealthy") { $0.isStrict = true },
        .value(
            "baseline",
            .path("OLD-REPORT.json"),
            .verdict,
            "fail only on what is worse than in that earlier JSON report",
            default: "none"
        ) { $0.baselineFile = $1 },
    ]

    private static let network: [OptionRow<CheckOptions>] = [
        .flag("dry-run", .network, "print each request that would be sent, secrets masked, and send nothing") {
            $0.isDryRun = true
        },
        .optionalValue(
            "simulate",
            .path("WORLD.json"),
            .network,
            "answer every API call from the built-in simulator instead of the network"
        ) { $0.simulation = $1.map { .world(path: $0) } ?? .builtIn },
        .value(
            "base-url",
            .origin,
            .network,
            "another scheme, host and port for every API call: https, or http on loopback only",
            default: "TikTok's production host, or its sandbox host for sandbox tokens"
        ) { $0.baseURL = $1 },
        .value("timeout", .seconds, .network, "limit of one whole API exchange in seconds", default: "10") {
            $0.timeout = $1
        },
        .value("deadline", .seconds, .network, "limit of the whole run in seconds", default: "300") {
            $0.deadline = $1
        },
        .value(
            "concurrency",
            .number("N", in: 1...256),
            .network,
            "exchanges in flight at most, 1 to 256",
            default: "16"
        ) { $0.concurrency = $1 },
        .value(
            "tier",
            .word(RateTier.self),
            .network,
            "the developer app's rate tier for calls other than events",
            default: "basic"
        ) { $0.tier = $1 },
        .flag(
            "allow-production-event",
            .network,
            """
            where a destination has no test_event_code, prove ownership with one clearly named custom event sent \
            without it
            """
        ) { $0.allowsProductionEvent = true },
        .value(
            "ca-file",
            .path("PEM"),
            .network,
            "extra trusted certificates, for a corporate proxy",
            default: "none"
        ) { $0.certificateFile = $1 },
    ]

    private static let report: [OptionRow<CheckOptions>] = [
        .value(
            "format",
            .report,
            .report,
            """
            \(ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")); without =PATH it goes to standard \
            output, as at most one may; where every one has a path, standard output still gets text; nagios on standard \
            output also decides the exit status: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN
            """,
            default: "text",
            isRepeatable: true
        ) { $0.reports.append($1) },
        .color { $0.color = $1 },
        .flag("quiet", short: "q", .report, "only destinations that are not healthy", contradicts: "verbose") {
            $0.verbosity = .quiet
        },
        .flag(
            "verbose",
            short: "v",
            .report,
            "also every passed check and each API answer's evidence",
            contradicts: "quiet"
        ) { $0.verbosity = .verbose },
    ]

    private static let history: [OptionRow<CheckOptions>] = [
        .value(
            "state",
            .path("PATH"),
            .history,
            "remember verdicts between runs; report changes and how long a state has lasted",
            default: "none"
        ) { $0.stateFile = $1 },
        .value(
            "confirm",
            .number("N", in: 1...1_000),
            .history,
            "with --state: N determinate results in a row before a change counts",
            default: "1",
            requires: "state"
        ) { $0.confirmations = $1 },
        .value(
            "reuse-healthy",
            .age,
            .history,
            "with --state: send no test event for a destination proven healthy within DURATION (6h, 30m), and report that",
            default: "0",
            requires: "state"
        ) { $0.reuseHealthy = $1 },
        .value(
            "notify-command",
            .text("CMD"),
            .history,
            """
            with --state: when any destination's verdict changed, run CMD once through the shell with the JSON report \
            on its standard input
            """,
            default: "none",
            requires: "state"
        ) { $0.notifyCommand = $1 },
    ]
}

extension CommandHelp {
    /// `validate check`.
    static var check: CommandHelp {
        CommandHelp(
            summary: "check the destinations of one or more config files (\"check\" may be left out)",
            synopses: ["validate [check] CONFIG... [options]", "validate [check] - [options]"],
            discussion: [
                "Checks whether the TikTok event destinations of one or more JSON configs work, and says who must do what "
                    + "where one does not. \"-\" reads one config from standard input.",
                "A directory means the *.json files directly in it, hidden ones left out; its destinations are then named "
                    + "FILE/NAME. A pattern that the shell did not expand means the files that it matches.",
                "A secret is never accepted as an argument, because arguments are visible to every process of the "
                    + "machine: give it in the config, best as a reference such as ${env:SHOP_TOKEN}.",
                "Options and configs may be given in any order; \"--\" ends the options. A value is given as --name value "
                    + "or --name=value. A first argument that is the name of a command is that command; ./check is always "
                    + "a file.",
                "With --baseline, 1 means that something got worse and is unhealthy now, 3 that something that was "
                    + "healthy, or is new, could not be determined; what is as bad as before fails nothing. A destination "
                    + "is identified by its config and its name.",
            ],
            operands: .file,
            options: CheckOptions.table.map(\.option),
            exitStatuses: ExitStatus.allCases,
            examples: [
                Example(commandLine: "validate config.json", purpose: "Check every destination of a config"),
                Example(
                    commandLine: "validate --offline config.json",
                    purpose: "Check what can be checked without the network"
                ),
                Example(
                    commandLine: "validate --format json=report.json shops/eu.json shops/us.json",
                    purpose: "Check two configs, with text on the screen and JSON in a file"
                ),
                Example(commandLine: "validate configs/", purpose: "Check every config of a directory"),
                Example(
                    commandLine: "validate --destination 'shop-*' --only token-accepted,pixel-ownership config.json",
                    purpose: "Check only whether token and pixel of some destinations belong together"
                ),
                Example(
                    commandLine: "validate --simulate --verbose config.json",
                    purpose: "Rehearse against the built-in simulator, showing every check"
                ),
            ]
        )
    }
}
