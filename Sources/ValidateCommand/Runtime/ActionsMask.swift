import DestinationHealth
import Reporting

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The commands that have the runner of GitHub Actions mask secrets in its log, written before anything else.
///
/// The program masks its own output anyway. But the runner does not know the secrets in files and in a
/// config, and a later step, or another program that gets the same config, may print them. Those that it knows already,
/// because it put them into variables itself, are masked twice: that changes nothing.
///
/// The commands go to standard error, which the runner reads too, since standard output may be a report that is kept. If
/// standard error is a file they are left out: no runner reads it, and the secrets would stay on the disk.
enum ActionsMask {
    /// Writes one command a secret, if a runner reads standard error.
    static func announce(_ masker: SecretMasker, environment: any ConfigEnvironment) {
        guard !masker.isEmpty, environment.variable("GITHUB_ACTIONS") == "true", !isFile(2) else { return }
        // A sink of its own: the usual one would mask the secrets.
        let sink = OutputSink(descriptor: 2)
        for value in masker.valuesForLog { sink.write("::add-mask::\(GitHubCommandText.data(value))\n") }
        try? sink.flush()
    }

    private static func isFile(_ descriptor: Int32) -> Bool {
        var status = stat()
        return fstat(descriptor, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
    }
}
