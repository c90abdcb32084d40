import DestinationHealth
import Reporting

/// The parts of the process that a command uses: its signals and its standard streams.
struct CommandContext {
    let signals: SignalListener
    let standardOutput: OutputSink
    let standardError: OutputSink

    /// Masks secrets in all further output, and has the runner of a CI job mask them too.
    func mask(with masker: SecretMasker, environment: any ConfigEnvironment) {
        ActionsMask.announce(masker, environment: environment)
        standardOutput.mask(with: masker)
        standardError.mask(with: masker)
    }

    /// Writes a line for people to standard error.
    func report(_ message: String) {
        standardError.write("validate: \(TerminalText(message).text)\n")
    }

    /// Writes what is wrong with the run itself to standard error at once, even if the reports cannot be written.
    func report(_ problems: [Problem], color: ColorMode, masker: SecretMasker = .none) {
        let format = TextFormat(TextFormat.Options(for: Terminal(descriptor: 2), color: color, masker: masker))
        for problem in problems { standardError.write(format.problem(problem)) }
        try? standardError.flush()
    }

    /// Writes what is still buffered of standard output.
    ///
    /// - Returns: Whether everything was written. If not, standard error says why.
    func flushOutput() -> Bool {
        do throws(OutputFailure) {
            try standardOutput.flush()
            return true
        } catch {
            // A reader that closed the pipe knows that it is closed.
            if !error.isBrokenPipe { report("standard output could not be written: \(error)") }
            return false
        }
    }
}
