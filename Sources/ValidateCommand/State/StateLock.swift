import TikTokAPI
import DestinationHealth
import Reporting

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The right to change a state file, which one run has at a time. The system releases it however the process ends.
///
/// The lock is on a file of its own, because the state file itself is replaced. That file stays when the run has ended:
/// deleting it would take the lock away from another run that has the file open already.
final class StateLock {
    private var descriptor: Int32

    private static let attempts = 8
    private static let maximumNote = 300

    /// Takes the lock, or throws who has it.
    ///
    /// - Parameters:
    ///   - place: The place of the state file.
    ///   - unixTime: When this run began.
    init(_ place: FilePlace, unixTime: Int) throws(FileFailure) {
        let name = place.name + ".lock"
        for _ in 0..<Self.attempts {
            let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
            let descriptor = openat(place.directory, name, flags, 0o600)
            guard descriptor >= 0 else {
                throw FileFailure("\(name) beside it cannot be opened: \(FileReader.words(for: errno))")
            }
            do throws(FileFailure) {
                if try Self.lock(descriptor, name, in: place) {
                    self.descriptor = descriptor
                    note(unixTime)
                    return
                }
            } catch {
                close(descriptor)
                throw error
            }
            close(descriptor)
        }
        throw FileFailure("\(name) beside it is replaced again and again")
    }

    deinit { release() }

    /// Gives the lock back.
    func release() {
        guard descriptor >= 0 else { return }
        ftruncate(descriptor, 0)
        close(descriptor)
        descriptor = -1
    }

    /// Locks an open file.
    ///
    /// - Returns: False if the file is no longer the one of that name.
    private static func lock(_ descriptor: Int32, _ name: String, in place: FilePlace) throws(FileFailure) -> Bool {
        var own = stat()
        guard fstat(descriptor, &own) == 0 else { throw .last }
        guard own.st_mode & S_IFMT == S_IFREG else { throw FileFailure("\(name) beside it is not a regular file") }
        if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK else {
                throw FileFailure("its file system gives no locks: \(FileReader.words(for: errno))")
            }
            throw FileFailure("another run holds it" + (holder(descriptor).map { ": \($0)" } ?? ""))
        }
        var there = stat()
        return fstatat(place.directory, name, &there, AT_SYMLINK_NOFOLLOW) == 0
            && FileIdentity(there) == FileIdentity(own)
    }

    /// Writes into the file who has the lock, for the messages of other runs.
    private func note(_ unixTime: Int) {
        var host = [CChar](repeating: 0, count: 256)
        let named = gethostname(&host, host.count - 1) == 0
        let hostName =
            named ? String(decoding: host.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self) : ""
        let machine = hostName.isEmpty ? "" : " on \(hostName)"
        let text = Array("process \(getpid())\(machine), since \(Timestamp.text(unixTime))\n".utf8)
        ftruncate(descriptor, 0)
        // The lock works without the note.
        _ = text.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    /// The holder's note; nil if it is not written yet, or something else is in the file.
    private static func holder(_ descriptor: Int32) -> String? {
        var bytes = [UInt8](repeating: 0, count: maximumNote)
        let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
        guard count > 0, let end = bytes[..<count].firstIndex(of: 0x0A) else { return nil }
        let line = bytes[..<end]
        guard line.starts(with: "process ".utf8), line.allSatisfy({ (0x20..<0x7F).contains($0) }) else { return nil }
        return String(decoding: line, as: UTF8.self)
    }
}
