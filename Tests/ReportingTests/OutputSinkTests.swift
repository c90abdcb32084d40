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

@Suite("Output", .serialized)
struct OutputSinkTests {
    @Test("memory keeps what was written, masked")
    func memory() throws {
        let sink = OutputSink.inMemory(masker: SecretMasker([Secret("secret-value")]))
        sink.write("a secret-value\n")
        sink.mask(with: .none)
        sink.write("a secret-value\n")
        try sink.flush()
        #expect(String(decoding: sink.contents, as: UTF8.self) == "a ****\na secret-value\n")
        #expect(sink.failure == nil)
    }

    #if os(Linux)
        @Test("a full disk is told with the system's words", .tags(.C8, .T24))
        func fullDisk() throws {
            let descriptor = open("/dev/full", O_WRONLY)
            try #require(descriptor >= 0)
            defer { close(descriptor) }
            let sink = OutputSink(descriptor: descriptor)
            sink.write("report")
            #expect(sink.failure == nil)
            let failure = #expect(throws: OutputFailure.self) { try sink.flush() }
            #expect(failure?.description == "No space left on device")
            #expect(failure?.isBrokenPipe == false)
            sink.write("more")
            #expect(throws: OutputFailure(code: ENOSPC)) { try sink.flush() }
        }
    #endif

    @Test("a reader that went away is told apart", .tags(.C9, .T24))
    func brokenPipe() throws {
        let before = signal(SIGPIPE, SIG_IGN)
        defer { _ = signal(SIGPIPE, before) }
        let (readEnd, writeEnd) = try Self.makePipe()
        close(readEnd)
        defer { close(writeEnd) }
        let sink = OutputSink(descriptor: writeEnd)
        // More than the buffer holds is written at once.
        sink.write([UInt8](repeating: 0x61, count: 100_000))
        #expect(sink.failure?.isBrokenPipe == true)
        #expect(throws: OutputFailure(code: EPIPE)) { try sink.flush() }
    }

    @Test("a descriptor that was closed is a failure like any other")
    func closed() {
        let sink = OutputSink(descriptor: -1)
        sink.write("x")
        #expect(throws: OutputFailure(code: EBADF)) { try sink.flush() }
    }

    @Test("everything arrives through a slow, non-blocking pipe")
    func nonBlocking() async throws {
        let (readEnd, writeEnd) = try Self.makePipe()
        _ = fcntl(writeEnd, F_SETFL, O_NONBLOCK)
        let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0) }
        let reader = Task.detached {
            var received: [UInt8] = []
            var part = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = read(readEnd, &part, part.count)
                guard count > 0 else { return received }
                received += part[..<count]
            }
        }
        let sink = OutputSink(descriptor: writeEnd)
        sink.write(bytes)
        try sink.flush()
        close(writeEnd)
        #expect(await reader.value == bytes)
        close(readEnd)
    }

    private static func makePipe() throws -> (readEnd: Int32, writeEnd: Int32) {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        return (ends[0], ends[1])
    }
}
