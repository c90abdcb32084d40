import Foundation
import Dispatch
import Synchronization

/// One run of the program, watched from outside.
struct WatchedRun {
    /// What the process held at one moment.
    struct Sample {
        let residentKilobytes: Int
        let descriptors: Int
    }

    let status: Int32
    let output: [UInt8]
    let errors: [UInt8]
    let duration: Duration
    let samples: [Sample]

    /// Runs a program to its end, a sample every 200 ms.
    static func of(_ program: String, _ arguments: [String]) throws -> WatchedRun {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        // No proxy of the machine comes between the program and the server.
        process.environment = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"]
        process.standardInput = FileHandle.nullDevice
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        let began = ContinuousClock.now
        try process.run()
        let collected = [collect(output), collect(errors)]
        var samples: [Sample] = []
        while process.isRunning {
            if let sample = Sample(process: process.processIdentifier) { samples.append(sample) }
            Thread.sleep(forTimeInterval: 0.2)
        }
        process.waitUntilExit()
        let duration = began.duration(to: .now)
        let bytes = collected.map { $0() }
        return WatchedRun(
            status: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
            output: bytes[0],
            errors: bytes[1],
            duration: duration,
            samples: samples
        )
    }

    /// Reads a pipe on a thread of its own; the result waits for its end.
    private static func collect(_ pipe: Pipe) -> () -> [UInt8] {
        let bytes = Shared<[UInt8]>([])
        let done = DispatchSemaphore(value: 0)
        let handle = pipe.fileHandleForReading
        Thread.detachNewThread {
            bytes.value = [UInt8]((try? handle.readToEnd()) ?? Data())
            done.signal()
        }
        return {
            done.wait()
            return bytes.value
        }
    }

    /// The medians of the second and the last quarter of a run: the first is for warming up.
    func quarters(_ value: (Sample) -> Int) -> (second: Int, last: Int)? {
        guard samples.count >= 12 else { return nil }
        let quarter = samples.count / 4
        func median(_ samples: ArraySlice<Sample>) -> Int { samples.map(value).sorted()[samples.count / 2] }
        return (median(samples[quarter..<(2 * quarter)]), median(samples[(3 * quarter)...]))
    }
}

extension WatchedRun.Sample {
    /// Looks at a process through /proc; nil where it is gone, or there is no /proc.
    init?(process: Int32) {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
            let resident = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) }),
            let descriptors = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd").count
        else { return nil }
        self.init(residentKilobytes: resident, descriptors: descriptors)
    }
}

/// A value that several threads look at.
final class Shared<Value: Sendable>: Sendable {
    private let stored: Mutex<Value>

    init(_ value: Value) {
        stored = Mutex(value)
    }

    var value: Value {
        get { stored.withLock { $0 } }
        set { stored.withLock { $0 = newValue } }
    }
}
