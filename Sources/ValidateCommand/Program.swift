import DestinationHealth
import Reporting

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The whole program, apart from the entry point.
public enum Program {
    /// The version of the program; also that of the reports' `tool`.
    public static let version = "0.1.0"

    /// Carries out a command line and ends the process.
    ///
    /// Not `async`: the runtime opens descriptors of its own as soon as it runs a task, and the standard streams must be
    /// in order before that.
    ///
    /// - Parameter arguments: The arguments without the program's name.
    public static func run(_ arguments: [String]) -> Never {
        ProcessSetup.prepare()
        let signals = SignalListener()
        signals.start()
        let standardOutput = OutputSink(stream: 1)
        let standardError = OutputSink(stream: 2)
        signals.onSignal {
            // A reader that stopped reading must not keep the program from ending.
            for sink in [standardOutput, standardError] { sink.limit(to: .now) }
        }
        Task.detached {
            let status = await status(
                of: arguments,
                signals: signals,
                standardOutput: standardOutput,
                standardError: standardError
            )
            try? standardError.flush()
            // exit(3) would run destructors beside threads that are still at work.
            if MonitoringRequest.isMade(by: arguments) {
                _exit(MonitoringRequest.status(status, signal: signals.received))
            }
            _exit(signals.received.map { 128 + $0 } ?? status)
        }
        while true { pause() }
    }

    private static func status(
        of arguments: [String],
        signals: SignalListener,
        standardOutput: OutputSink,
        standardError: OutputSink
    ) async -> Int32 {
        do throws(UsageError) {
            switch try Invocation.parse(arguments) {
            case .version:
                return print("validate \(version)\n", to: standardOutput, errors: standardError)
            case .help(let command):
                let width = Terminal(descriptor: 1).width ?? 80
                return print(Help.text(for: command, width: width), to: standardOutput, errors: standardError)
            case .check(let options):
                let command = CheckCommand(
                    options: options,
                    environment: SystemEnvironment(
                        patience: ReadingPatience(
                            interruption: signals.interruption,
                            end: .now + options.deadline
                        )
                    ),
                    signals: signals,
                    standardOutput: standardOutput,
                    standardError: standardError
                )
                return await command.run()
            case .fix(let options):
                return FixCommand(
                    options: options,
                    signals: signals,
                    standardOutput: standardOutput,
                    standardError: standardError
                ).run()
            case .importConfig(let options):
                let patience = ReadingPatience(interruption: signals.interruption)
                let command = ImportCommand(
                    options: options,
                    environment: SystemEnvironment(patience: patience),
                    patience: patience,
                    standardOutput: standardOutput,
                    standardError: standardError
                )
                return command.run()
            case .diff(let options):
                return DiffCommand(options: options, standardOutput: standardOutput, standardError: standardError).run()
            case .merge(let options):
                return MergeCommand(options: options, standardOutput: standardOutput, standardError: standardError)
                    .run()
            case .explain(let options):
                return print(options.text(ReferenceStyle(options.color)), to: standardOutput, errors: standardError)
            case .rules(let options):
                return print(options.text(ReferenceStyle(options.color)), to: standardOutput, errors: standardError)
            case .completions(let options):
                return print(options.text, to: standardOutput, errors: standardError)
            case .initialize(let options):
                return print(options.text, to: standardOutput, errors: standardError)
            case .schema(let options):
                return print(options.text, to: standardOutput, errors: standardError)
            }
        } catch {
            standardError.write(TerminalText.lines(error.description))
            if MonitoringRequest.isMade(by: arguments) {
                _ = print(NagiosFormat.refusal(error.message), to: standardOutput, errors: standardError)
                return NagiosFormat.Status.unknown.rawValue
            }
            return ExitStatus.unusable.rawValue
        }
    }

    private static func print(_ text: String, to sink: OutputSink, errors: OutputSink) -> Int32 {
        sink.write(text)
        do throws(OutputFailure) {
            try sink.flush()
            return ExitStatus.healthy.rawValue
        } catch {
            if !error.isBrokenPipe { errors.write("validate: standard output could not be written: \(error)\n") }
            return ExitStatus.notWritten.rawValue
        }
    }
}

extension TerminalText {
    /// Several lines of which parts come from outside, each made harmless.
    fileprivate static func lines(_ text: String) -> String {
        text.utf8.split(separator: 0x0A).map { line in
            TerminalText(String(decoding: line, as: UTF8.self)).atLineStart.text + "\n"
        }.joined()
    }
}
