import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A run in a terminal, as somebody sees it who sits there.
struct TerminalRun {
    /// Seconds until a text was on the screen.
    let first: Double
    /// Seconds until the end.
    let total: Double

    /// - Parameters:
    ///   - command: The program and its arguments.
    ///   - text: What to wait for.
    static func of(_ command: [String], until text: String) throws(BenchmarkFailure) -> TerminalRun {
        let screen = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard screen >= 0, let name = otherEnd(of: screen) else { throw BenchmarkFailure("no terminal can be opened") }
        defer { close(screen) }
        var size = winsize(ws_row: 50, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(screen, UInt(TIOCSWINSZ), &size)
        let terminal = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard terminal >= 0 else { throw BenchmarkFailure("no terminal can be opened") }

        let process = Process()
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.environment = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm", "NO_COLOR": "1"]
        let handle = FileHandle(fileDescriptor: terminal, closeOnDealloc: true)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = handle
        process.standardError = handle
        let began = ContinuousClock.now
        do { try process.run() } catch { throw BenchmarkFailure("\(command[0]) does not start") }
        try? handle.close()

        let wanted = Data(text.utf8)
        var (shown, first) = (Data(), Double?.none)
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(screen, &piece, piece.count)
            guard count > 0 else {
                if count < 0, errno == EINTR { continue }
                break
            }
            guard first == nil else { continue }
            shown += piece[..<count]
            if shown.range(of: wanted) != nil { first = began.duration(to: .now) / .seconds(1) }
        }
        process.waitUntilExit()
        guard process.terminationStatus == 0, let first else {
            throw BenchmarkFailure("the run in a terminal ended with status \(process.terminationStatus)")
        }
        return TerminalRun(first: first, total: began.duration(to: .now) / .seconds(1))
    }

    /// The path of a terminal's other end, unlocked; nil if it has none.
    private static func otherEnd(of descriptor: Int32) -> String? {
        #if os(Linux)
            // TIOCSPTLCK and TIOCGPTN, which Swift's module of the C library leaves out along with unlockpt and ptsname.
            var (lock, number) = (Int32(0), UInt32(0))
            guard ioctl(descriptor, 0x4004_5431, &lock) == 0, ioctl(descriptor, 0x8004_5430, &number) == 0 else {
                return nil
            }
            return "/dev/pts/\(number)"
        #else
            guard grantpt(descriptor) == 0, unlockpt(descriptor) == 0, let name = ptsname(descriptor) else {
                return nil
            }
            return String(cString: name)
        #endif
    }
}
