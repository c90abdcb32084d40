extension Command {
    /// Every command of the public interface, in the order of the help text.
    package static let all: [Command] = [
        .check,
        .fix,
        .importConfig,
        .diff,
        .explain,
        .rules,
        .merge,
        .initialize,
        .schema,
        .completions,
    ]

    /// The program as a whole: what `validate --help` is about. Its name is no command.
    package static let main = Command(
        "validate",
        "check the health of TikTok event destinations",
        synopses: check.synopses + ["validate --version | --help | COMMAND --help"],
        discussion: check.discussion,
        options: check.options,
        exitStatuses: check.exitStatuses,
        examples: check.examples,
        read: check.read
    )

    /// `validate check`.
    package static let check = Command(
        "check",
        "check the destinations of one or more config files (\"check\" may be left out)",
        synopses: ["validate [check] CONFIG... [options]", "validate [check] - [options]"],
        discussion: [
            "Checks whether the TikTok event destinations of one or more JSON configs work, and says who must do what "
                + "where one does not. \"-\" reads one config from standard input.",
            "A directory stands for the *.json directly in it, hidden ones left out, and its destinations are then named "
                + "FILE/NAME. A pattern that the shell left alone stands for the files that it matches.",
            "A secret is never accepted as an argument, because arguments are visible to every process of the "
                + "machine: give it in the config, best as a reference such as ${env:SHOP_TOKEN}.",
            "Options and configs may stand in any order; \"--\" ends the options. A value is given as --name value or "
                + "--name=value. A first argument that is the name of a command is that command; ./check is always a "
                + "file.",
            "With --baseline, 1 means that something got worse and is unhealthy now, 3 that something that was healthy, "
                + "or is new, could not be told; what is as bad as before fails nothing. A destination is known by its "
                + "config and its name.",
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
                purpose: "Ask only whether token and pixel of some destinations belong together"
            ),
            Example(
                commandLine: "validate --simulate --verbose config.json",
                purpose: "Rehearse against the built-in simulator, showing every check"
            ),
        ],
        read: { (arguments, isNamed) throws(UsageError) in
            .check(try CheckOptions(reading: arguments, isNamed: isNamed))
        }
    )
}
