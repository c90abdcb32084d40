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

    /// Runs a command line and ends the process.
    ///
    /// Not `async`: the runtime opens descriptors of its own for the first task, and the standard streams must be in order
    /// before that.
    ///
    /// - Parameter arguments: The arguments without the program's name.
    package static func run(_ arguments: [String]) -> Never {
        ProcessSetup.prepare()
        let invocation: Invocation
        do throws(UsageError) {
            invocation = try Invocation.parse(arguments)
        } catch {
            _exit(refuse(arguments, error))
        }
        // A command that only prints has nothing to wait for, and starts no thread.
        if let text = invocation.text { _exit(print(text)) }
        execute(invocation, arguments)
    }

    /// Runs a command that may take long, and that a signal ends early but in good order.
    private static func execute(_ invocation: Invocation, _ arguments: [String]) -> Never {
        let signals = SignalListener()
        signals.start()
        let context = CommandContext(
            signals: signals,
            standardOutput: OutputSink(stream: 1),
            standardError: OutputSink(stream: 2)
        )
        signals.onSignal {
            // A reader that stopped reading must not keep the program from ending.
            for sink in [context.standardOutput, context.standardError] { sink.limit(to: .now) }
        }
        Task.detached {
            let status = await status(of: invocation, context)
            try? context.standardError.flush()
            // exit(3) would run destructors while other threads are still at work.
            if MonitoringRequest.isMade(by: arguments) {
                _exit(ExitStatus.codeForMonitoring(status, afterSignal: signals.received))
            }
            _exit(signals.received.map(ExitStatus.code) ?? status)
        }
        // The task ends the process.
        while true { pause() }
    }

    private static func status(of invocation: Invocation, _ context: CommandContext) async -> Int32 {
        switch invocation {
        case .check(let options): await CheckCommand(options: options, context: context).run()
        case .fix(let options): FixCommand(options: options, context: context).run()
        case .importConfig(let options): ImportCommand(options: options, context: context).run()
        case .diff(let options): DiffCommand(options: options, context: context).run()
        case .merge(let options): MergeCommand(options: options, context: context).run()
        // Printed already.
        case .version, .help, .explain, .rules, .completions, .initialize, .schema: ExitStatus.healthy.rawValue
        }
    }

    /// Reports what is wrong with a command line.
    ///
    /// - Returns: The exit status.
    private static func refuse(_ arguments: [String], _ error: UsageError) -> Int32 {
        let standardError = OutputSink(descriptor: 2)
        for line in error.description.utf8.split(separator: 0x0A) {
            // Parts of it come from outside.
            standardError.write(TerminalText(String(decoding: line, as: UTF8.self)).atLineStart.text + "\n")
        }
        try? standardError.flush()
        guard MonitoringRequest.isMade(by: arguments) else { return ExitStatus.unusable.rawValue }
        _ = print(NagiosFormat.refusal(error.message))
        return NagiosFormat.Status.unknown.rawValue
    }

    /// Writes a text to standard output.
    ///
    /// - Returns: The exit status.
    private static func print(_ text: String) -> Int32 {
        let context = CommandContext(
            signals: SignalListener(),
            standardOutput: OutputSink(descriptor: 1),
            standardError: OutputSink(descriptor: 2)
        )
        context.standardOutput.write(text)
        let status = context.flushOutput() ? ExitStatus.healthy : .notWritten
        try? context.standardError.flush()
        return status.rawValue
    }
}

extension Invocation {
    /// The output of a command that only prints; nil for one that has work to do.
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
