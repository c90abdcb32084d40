#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// How long reading waits for a pipe, a terminal or standard input.
package struct ReadDeadline: Sendable {
    /// How long they may send nothing, in milliseconds.
    private static let silenceLimit: Int32 = 10_000

    /// A descriptor that becomes readable when waiting must end; -1 for none.
    package var interruption: Int32 = -1
    /// When waiting ends in any case; nil for never.
    package var end: ContinuousClock.Instant?

    package init(interruption: Int32 = -1, end: ContinuousClock.Instant? = nil) {
        self.interruption = interruption
        self.end = end
    }

    /// Returns when there is something to read, or its end.
    fileprivate func waitForInput(_ descriptor: Int32) throws(FileReadError) {
        var limit = Self.silenceLimit
        if let end {
            let left = ContinuousClock.now.duration(to: end) / .milliseconds(1)
            guard left > 0 else { throw FileReadError("it did not end before the deadline of the run") }
            limit = Int32(min(left.rounded(.up), Double(limit)))
        }
        var waiting = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            // poll ignores a negative descriptor.
            pollfd(fd: interruption, events: Int16(POLLIN), revents: 0),
        ]
        let ready = FileReader.retryingInterrupts { Int(poll(&waiting, nfds_t(waiting.count), limit)) }
        guard ready != 0 else {
            if limit < Self.silenceLimit { throw FileReadError("it did not end before the deadline of the run") }
            throw FileReadError("nothing came for \(limit / 1000) seconds")
        }
        if waiting[1].revents != 0 { throw FileReadError("interrupted") }
    }
}

/// Reads whole files, standard input and pipes, up to a size and, for pipes, a time.
package enum FileReader {
    /// Reads a file. A pipe (`/dev/fd/63` of a shell's process substitution, say) is read to its end.
    ///
    /// - Parameters:
    ///   - maximumBytes: The largest size; a larger file is an error.
    ///   - patience: How long to wait for what is slow.
    package static func read(
        path: String,
        maximumBytes: Int,
        patience: ReadDeadline = ReadDeadline()
    ) throws(FileReadError) -> [UInt8] {
        let descriptor = try openForReading(path)
        defer { close(descriptor) }
        return try read(descriptor: descriptor, maximumBytes: maximumBytes, patience: patience)
    }

    /// Reads a regular file; a pipe or a device is refused, which never waits.
    package static func read(regularFile path: String, maximumBytes: Int) throws(FileReadError) -> [UInt8] {
        let descriptor = try openForReading(path)
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw FileReadError("is no regular file")
        }
        return try read(descriptor: descriptor, maximumBytes: maximumBytes)
    }

    private static func openForReading(_ path: String) throws(FileReadError) -> Int32 {
        // A null byte would end the path early and open another file.
        guard !path.utf8.contains(0) else { throw FileReadError("its path has a null character in it") }
        // Without O_NONBLOCK, opening a named pipe without a writer waits for ever.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileReadError(words(for: errno)) }
        return descriptor
    }

    /// Reads an open descriptor to its end.
    package static func read(
        descriptor: Int32,
        maximumBytes: Int,
        patience: ReadDeadline = ReadDeadline()
    ) throws(FileReadError) -> [UInt8] {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileReadError(words(for: errno)) }
        let kind = status.st_mode & S_IFMT
        guard kind != S_IFDIR else { throw FileReadError(words(for: EISDIR)) }
        let isRegular = kind == S_IFREG
        if isRegular, status.st_size > off_t(maximumBytes) { throw tooLarge(maximumBytes) }

        var bytes: [UInt8] = []
        if isRegular { bytes.reserveCapacity(Int(status.st_size)) }
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
        defer { chunk.deallocate() }
        while true {
            if !isRegular { try patience.waitForInput(descriptor) }
            let count = Self.retryingInterrupts { readBytes(descriptor, chunk.baseAddress, chunk.count) }
            if count < 0 {
                if errno == EAGAIN { continue }
                throw FileReadError(words(for: errno))
            }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
            // A file that grows while it is read, or a device without end, is caught here.
            if bytes.count > maximumBytes { throw tooLarge(maximumBytes) }
        }
    }

    fileprivate static func retryingInterrupts(_ call: () -> Int) -> Int {
        while true {
            let result = call()
            if result >= 0 || errno != EINTR { return result }
        }
    }

    private static func tooLarge(_ maximumBytes: Int) -> FileReadError {
        let unit = maximumBytes >= 1 << 20 ? "\(maximumBytes >> 20) MiB" : "\(maximumBytes >> 10) KiB"
        return FileReadError("it is larger than \(unit)")
    }

    /// The system's words for an error number, in lower case.
    package static func words(for error: Int32) -> String {
        guard let text = strerror(error) else { return "error \(error)" }
        return String(cString: text).lowercased()
    }
}

/// `read` under a name that does not collide with ``FileReader/read(path:maximumBytes:)``.
private func readBytes(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}
