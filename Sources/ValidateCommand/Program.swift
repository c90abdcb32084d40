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
package enum Program {
    /// The version of the program; also that of the reports' `tool`.
    package static let version = "0.1.0"

    /// Carries out a command line and ends the process.
    ///
    /// Not `async`: the runtime opens descriptors of its own as soon as it runs a task, and the standard streams must be
    /// in order before that.
    ///
    /// - Parameter arguments: The arguments without the program's name.
    package static func run(_ arguments: [String]) -> Never {
        ProcessSetup.prepare()
        do throws(UsageError) {
            let invocation = try Invocation.parse(arguments)
            // What only says something has nothing to wait for, and starts no thread.
            guard let text = invocation.text else { carryOut(invocation, arguments) }
            _exit(print(text, to: OutputSink(descriptor: 1), errors: OutputSink(descriptor: 2)))
        } catch {
            _exit(refuse(arguments, error))
        }
    }

    /// Does what takes time, and must end in good order when a signal comes.
    private static func carryOut(_ invocation: Invocation, _ arguments: [String]) -> Never {
        let signals = SignalListener()
        signals.start()
        let standardOutput = OutputSink(stream: 1)
        let standardError = OutputSink(stream: 2)
        signals.onSignal {
            // A reader that stopped reading must not keep the program from ending.
            for sink in [standardOutput, standardError] { sink.limit(to: .now) }
        }
        let thread = MainThread()
        Task.detached(executorPreference: thread) {
            let status = await status(
                of: invocation,
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
        thread.work()
    }

    private static func status(
        of invocation: Invocation,
        signals: SignalListener,
        standardOutput: OutputSink,
        standardError: OutputSink
    ) async -> Int32 {
        switch invocation {
        case .check(let options):
            let command = CheckCommand(
                options: options,
                environment: SystemEnvironment(
                    patience: ReadDeadline(
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
            let patience = ReadDeadline(interruption: signals.interruption)
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
            return MergeCommand(options: options, standardOutput: standardOutput, standardError: standardError).run()
        case .version, .help, .explain, .rules, .completions, .initialize, .schema:
            // Said already.
            return ExitStatus.healthy.rawValue
        }
    }

    /// Says what is wrong with a command line.
    private static func refuse(_ arguments: [String], _ error: UsageError) -> Int32 {
        let standardError = OutputSink(descriptor: 2)
        standardError.write(TerminalText.lines(error.description))
        try? standardError.flush()
        guard MonitoringRequest.isMade(by: arguments) else { return ExitStatus.unusable.rawValue }
        _ = print(NagiosFormat.refusal(error.message), to: OutputSink(descriptor: 1), errors: standardError)
        return NagiosFormat.Status.unknown.rawValue
    }

    private static func print(_ text: String, to sink: OutputSink, errors: OutputSink) -> Int32 {
        sink.write(text)
        do throws(OutputFailure) {
            try sink.flush()
            return ExitStatus.healthy.rawValue
        } catch {
            if !error.isBrokenPipe { errors.write("validate: standard output could not be written: \(error)\n") }
            try? errors.flush()
            return ExitStatus.notWritten.rawValue
        }
    }
}

extension Invocation {
    /// What a command says that only says something, and does so at once; nil for one that has work to do.
    fileprivate var text: String? {
        switch self {
        case .version: "validate \(Program.version)\n"
        case .help(let command): Help.text(for: command, width: Terminal(descriptor: 1).width ?? 80)
        case .explain(let options): options.text(ReferenceStyle(options.color))
        case .rules(let options): options.text(ReferenceStyle(options.color))
        case .completions(let options): options.text
        case .initialize(let options): options.text
        case .schema(let options): options.text
        case .check, .fix, .importConfig, .diff, .merge: nil
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
