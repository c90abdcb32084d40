import Foundation
import TestSupport

/// A terminal of so many columns for a program to write to.
final class PseudoTerminal: @unchecked Sendable {
    /// What the program writes to.
    let end: FileHandle
    private let reader: FileHandle

    init(columns: Int) throws {
        let descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard descriptor >= 0, let name = Self.otherEnd(of: descriptor) else { throw CocoaError(.fileReadUnknown) }
        let other = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard other >= 0 else { throw CocoaError(.fileReadUnknown) }
        var size = winsize(ws_row: 50, ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(descriptor, UInt(TIOCSWINSZ), &size)
        reader = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        end = FileHandle(fileDescriptor: other, closeOnDealloc: true)
    }

    /// Runs the program with both of its output streams here.
    static func run(
        _ arguments: [String],
        columns: Int,
        environment: [String: String] = [:],
        directory: URL = ProgramRun.root
    ) async throws -> (status: Int32, output: [UInt8]) {
        let terminal = try PseudoTerminal(columns: columns)
        return try await OwnThread.block {
            let process = Process()
            process.executableURL = ProgramRun.executable
            process.arguments = arguments
            process.currentDirectoryURL = directory
            process.environment = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm"].merging(environment) {
                $1
            }
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = terminal.end
            process.standardError = terminal.end
            try process.run()
            return terminal.output(of: process)
        }
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

    private func output(of process: Process) -> (status: Int32, output: [UInt8]) {
        // The reading end tells no end while the other is open here.
        try? end.close()
        var output: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(reader.fileDescriptor, &piece, piece.count)
            if count > 0 { output += piece[..<count] } else if count == 0 || errno != EINTR { break }
        }
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }
}
