#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import Reporting
import TestSupport
import Testing
import TikTokAPI

/// A standard stream whose reader does what readers do.
@Suite("Output to a stream")
struct StreamOutputTests {
    // What measures time runs on threads of its own: the pool of tasks may be busy with other tests.

    @Test("nothing waits for a reader but the end, and that only for a time")
    func unread() async throws {
        let (readEnd, writeEnd) = try Self.makePipe()
        defer { close(readEnd) }
        let sink = OutputSink(stream: writeEnd)
        let (writing, failure, lasted) = try await OwnThread.block {
            let began = ContinuousClock.now
            for _ in 0..<64 { sink.write([UInt8](repeating: 0x61, count: 100_000)) }
            sink.push()
            let writing = began.duration(to: .now)
            #expect(sink.failure == nil)
            sink.limit(to: .now + .milliseconds(200))
            // An earlier time stays.
            sink.limit(to: .now + .seconds(600))
            var failure: OutputFailure?
            do throws(OutputFailure) { try sink.flush() } catch { failure = error }
            return (writing, failure, began.duration(to: .now))
        }
        #expect(writing < .seconds(2), "writing waits for nobody")
        #expect(failure == .unread)
        #expect(failure?.isBrokenPipe == false)
        #expect(lasted > .seconds(2) && lasted < .seconds(12), "took \(lasted)")
        sink.write("more")
        #expect(throws: OutputFailure.unread, "at once, and again") { try sink.flush() }
    }

    @Test("a slow reader gets everything in order, also after the time is over")
    func slow() async throws {
        let (readEnd, writeEnd) = try Self.makePipe()
        let (startedEnd, startEnd) = try Self.makePipe()
        let bytes = (0..<600_000).map { UInt8(truncatingIfNeeded: $0 ^ $0 >> 8) }
        async let received = OwnThread.block {
            var received: [UInt8] = []
            var part = [UInt8](repeating: 0, count: 32_768)
            _ = write(startEnd, &part, 1)
            while true {
                usleep(20_000)
                let count = read(readEnd, &part, part.count)
                guard count > 0 else { return received }
                received += part[..<count]
            }
        }
        let sink = OutputSink(stream: writeEnd)
        try await OwnThread.block {
            defer { close(writeEnd) }
            var byte: UInt8 = 0
            _ = read(startedEnd, &byte, 1)
            sink.limit(to: .now)
            for start in stride(from: 0, to: bytes.count, by: 7_919) {
                sink.write(Array(bytes[start..<min(start + 7_919, bytes.count)]))
            }
            try sink.flush()
        }
        #expect(try await received == bytes)
        for end in [readEnd, startedEnd, startEnd] { close(end) }
    }

    @Test("a reader that went away is told apart", .tags(.C9, .T24))
    func brokenPipe() throws {
        signal(SIGPIPE, SIG_IGN)
        let (readEnd, writeEnd) = try Self.makePipe()
        close(readEnd)
        defer { close(writeEnd) }
        let sink = OutputSink(stream: writeEnd)
        sink.write("x")
        #expect(throws: OutputFailure(code: EPIPE)) { try sink.flush() }
        #expect(sink.failure?.isBrokenPipe == true)
        sink.write("more")
        #expect(throws: OutputFailure(code: EPIPE)) { try sink.flush() }
    }

    @Test("secrets are masked on the way")
    func masked() async throws {
        let (readEnd, writeEnd) = try Self.makePipe()
        let sink = OutputSink(stream: writeEnd)
        sink.mask(with: SecretMasker([Secret("secret-value")]))
        sink.write("a secret-value\n")
        try sink.flush()
        close(writeEnd)
        var part = [UInt8](repeating: 0, count: 100)
        let count = read(readEnd, &part, part.count)
        close(readEnd)
        #expect(String(decoding: part[..<max(0, count)], as: UTF8.self) == "a ****\n")
    }

    #if os(Linux)
        @Test("a full disk is told with the system's words", .tags(.C8, .T24))
        func fullDisk() throws {
            let descriptor = open("/dev/full", O_WRONLY)
            try #require(descriptor >= 0)
            defer { close(descriptor) }
            let sink = OutputSink(stream: descriptor)
            sink.write("report")
            let failure = #expect(throws: OutputFailure.self) { try sink.flush() }
            #expect(failure?.description == "No space left on device")
        }
    #endif

    private static func makePipe() throws -> (readEnd: Int32, writeEnd: Int32) {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        return (ends[0], ends[1])
    }
}
