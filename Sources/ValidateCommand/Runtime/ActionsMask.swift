import DestinationHealth
import Reporting

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Tells the runner of GitHub Actions what to mask in its log, before anything else is written.
///
/// The program masks its own output whatever the runner does. But the values of secret files and of a config are unknown
/// to the runner, and a later step, or another program that gets the same config, may print them. What the runner knows
/// already, as the secrets that it put into variables itself, is told again: that changes nothing.
///
/// The commands go to standard error, which the runner reads too, since standard output may be a report that is kept. Where
/// standard error is a file they are left out: no runner reads there, and the secrets would stay on the disk.
enum ActionsMask {
    /// Writes one command a secret, if a runner is there to read it.
    static func announce(_ masker: SecretMasker, environment: any ConfigEnvironment) {
        guard !masker.isEmpty, environment.variable("GITHUB_ACTIONS") == "true", !isFile(2) else { return }
        // A sink of its own: the one that everything else goes through would mask the secrets.
        let sink = OutputSink(descriptor: 2)
        for value in masker.valuesForLog { sink.write("::add-mask::\(GitHubCommandText.data(value))\n") }
        try? sink.flush()
    }

    private static func isFile(_ descriptor: Int32) -> Bool {
        var status = stat()
        return fstat(descriptor, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
    }
}
