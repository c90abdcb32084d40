#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Why output could not be written completely.
package struct OutputFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The number that the system gave.
    package let code: Int32
    /// Whether the reader is there but took nothing when the run had to end.
    package let isUnread: Bool

    /// Keeps an error number of the system.
    package init(code: Int32) {
        self.code = code
        isUnread = false
    }

    private init() {
        code = ETIMEDOUT
        isUnread = true
    }

    /// Nobody took the output in the time that there was.
    package static let unread = OutputFailure()

    /// Whether the reader has gone away, as in `validate config.json | head`: nobody is left to be told.
    package var isBrokenPipe: Bool { code == EPIPE }

    /// The system's own words, such as "No space left on device".
    package var description: String {
        if isUnread { return "its reader does not read" }
        guard let words = strerror(code) else { return "error \(code)" }
        return String(cString: words)
    }
}

/// Writes bytes to a descriptor until all are written, whatever interrupts it.
func writeCompletely(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws(OutputFailure) {
    var written = 0
    while written < bytes.count {
        let count = write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
        if count > 0 {
            written += count
            continue
        }
        // A write of some bytes that takes none and gives no reason would go on for ever.
        let code = count == 0 ? EIO : errno
        if code == EINTR { continue }
        guard code == EAGAIN || code == EWOULDBLOCK else { throw OutputFailure(code: code) }
        // Another process may have made a shared terminal or pipe non-blocking.
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        while poll(&waiting, 1, -1) < 0 {
            if errno != EINTR { throw OutputFailure(code: errno) }
        }
    }
}
