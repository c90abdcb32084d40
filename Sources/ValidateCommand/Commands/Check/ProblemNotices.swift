import DestinationHealth
import Reporting

/// What is wrong with a run itself, told on standard error at once, whatever becomes of the reports.
struct ProblemNotices {
    let color: ColorMode
    let masker: SecretMasker

    func tell(_ problems: [Problem], to sink: OutputSink) {
        let terminal = Terminal(descriptor: 2)
        var style = TextFormat.Options()
        style.width = terminal.width
        style.usesColor = terminal.usesColor(color, SystemEnvironment().variable)
        style.usesUnicode = Terminal.usesUnicode(SystemEnvironment().variable)
        style.masker = masker
        let format = TextFormat(style)
        for problem in problems { sink.write(format.problem(problem)) }
        try? sink.flush()
    }
}
