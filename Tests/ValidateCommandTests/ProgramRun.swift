import Foundation
import LocatedJSON
import TestSupport
import Testing

/// One run of the built program.
struct ProgramRun {
    let status: Int32
    let output: [UInt8]
    let errors: [UInt8]
    /// How long it ran.
    let duration: Duration

    var text: String { String(decoding: output, as: UTF8.self) }
    var errorText: String { String(decoding: errors, as: UTF8.self) }

    /// The JSON report on standard output.
    func report() throws -> JSONValue {
        try JSONDocument(parsing: output).root
    }

    /// The program that was built beside the tests.
    static let executable: URL = {
        let tests = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        let candidates = [
            tests, tests.deletingLastPathComponent(), tests.appending(path: "../../..").standardizedFileURL,
        ]
        let found = candidates.map { $0.appending(path: "validate") }.first {
            FileManager.default.isExecutableFile(atPath: $0.path)
        }
        return found ?? tests.appending(path: "validate")
    }()

    /// The top of the checkout.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Runs the program to its end, on a thread of its own: the pool of tasks is small, and servers of the tests need it.
    ///
    /// - Parameters:
    ///   - arguments: Its arguments.
    ///   - input: What stands on standard input; nil for nothing.
    ///   - environment: Variables besides those of a bare environment.
    ///   - directory: Its working directory.
    ///   - program: Another program to run in its place, such as one that runs it in turn.
    static func of(
        _ arguments: [String],
        input: String? = nil,
        environment: [String: String] = [:],
        directory: URL = root,
        program: URL = executable
    ) async throws -> ProgramRun {
        try await OwnThread.block {
            places.wait()
            defer { places.signal() }
            let running = try Running(
                arguments,
                input: input,
                environment: environment,
                directory: directory,
                program: program
            )
            return running.finishBlocking()
        }
    }

    /// Runs a shell line in which `$VALIDATE` is the program.
    static func shell(_ line: String, directory: URL = root) async throws -> ProgramRun {
        try await OwnThread.block {
            places.wait()
            defer { places.signal() }
            let running = try Running(
                ["-c", line],
                environment: ["VALIDATE": executable.path],
                directory: directory,
                program: URL(fileURLWithPath: "/bin/sh")
            )
            return running.finishBlocking()
        }
    }

    /// So many programs at a time; more would only wait for each other, and those that measure time for all.
    private static let places = DispatchSemaphore(value: 4)

    /// A program under way.
    final class Running: @unchecked Sendable {
        private let process = Process()
        private let output = Pipe()
        private let errors = Pipe()
        private let began = ContinuousClock.now

        init(
            _ arguments: [String],
            input: String? = nil,
            environment: [String: String] = [:],
            directory: URL = ProgramRun.root,
            program: URL = ProgramRun.executable
        ) throws {
            process.executableURL = program
            process.arguments = arguments
            process.currentDirectoryURL = directory
            process.environment = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"].merging(environment) { $1 }
            process.standardOutput = output
            process.standardError = errors
            if let input {
                let pipe = Pipe()
                process.standardInput = pipe
                try process.run()
                try? pipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
                try? pipe.fileHandleForWriting.close()
            } else {
                process.standardInput = FileHandle.nullDevice
                try process.run()
            }
        }

        var processIdentifier: Int32 { process.processIdentifier }

        func send(signal: Int32) {
            kill(process.processIdentifier, signal)
        }

        /// For a thread of its own.
        func waitUntilExit() { process.waitUntilExit() }

        func finish() async throws -> ProgramRun {
            try await OwnThread.block { self.finishBlocking() }
        }

        /// For a thread of its own.
        func finishBlocking() -> ProgramRun {
            // Standard error is read on a thread of its own, since either stream may fill its pipe first.
            let errorBytes = BytesBox()
            let reader = Thread { [errors] in
                errorBytes.set(errors.fileHandleForReading.readDataToEndOfFile())
            }
            reader.start()
            let outputBytes = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            // A signal that ends the process is told apart from a status.
            let status = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
            return ProgramRun(
                status: status,
                output: [UInt8](outputBytes),
                errors: [UInt8](errorBytes.get()),
                duration: began.duration(to: .now)
            )
        }
    }
}

private final class BytesBox: @unchecked Sendable {
    private var data = Data()
    private let isSet = DispatchSemaphore(value: 0)

    func set(_ data: Data) {
        self.data = data
        isSet.signal()
    }

    func get() -> Data {
        isSet.wait()
        return data
    }
}

/// A directory that goes away with its last reference.
final class TemporaryDirectory {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "validate-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// Writes a file and gives its path.
    func write(_ text: String, to name: String) throws -> String {
        let file = url.appending(path: name)
        try Data(text.utf8).write(to: file)
        return file.path
    }
}
