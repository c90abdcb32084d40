import DestinationHealth
import LocatedJSON
import Reporting

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The file in which verdicts are remembered, locked from the beginning of a run until it is saved.
final class StateFile {
    /// The verdicts of earlier runs, and those that this run adds.
    var history: VerdictHistory
    /// Says that a damaged file was set aside, if one was; not a failure.
    private(set) var warning: String?

    private let place: FilePlace
    private let lock: StateLock

    private static let maximumBytes = JSONLimits().maximumBytes
    private static let maximumDamaged = 9

    /// Opens, locks and reads the state.
    ///
    /// - Parameters:
    ///   - path: The path of the file, which need not exist.
    ///   - world: Who answers in this run.
    ///   - inputs: The files that the run reads, none of which may be replaced.
    ///   - taken: The places of the run's reports.
    ///   - unixTime: When the run began.
    /// - Throws: If the state cannot be used. Nothing is changed then.
    init(
        path: String,
        world: String,
        inputs: [FileIdentity],
        taken: Set<FilePlace.Identity>,
        unixTime: Int
    ) throws(FileFailure) {
        place = try FilePlace(path: path)
        guard !taken.contains(place.identity) else { throw FileFailure("a report is written there") }
        // Otherwise any user could write verdicts into it.
        guard !place.isWorldWritable else { throw FileFailure("every user may write to its directory") }
        let status = try place.replaceableStatus()
        if let status, inputs.contains(FileIdentity(status)) { throw FileFailure("the run reads that file") }
        lock = try StateLock(place, unixTime: unixTime)
        history = VerdictHistory(world: world)
        guard let content = try Self.read(place) else { return }
        do throws(HistoryFault) {
            history = try VerdictHistory(parsing: content.get())
        } catch {
            let name = try setAside()
            warning = "\(error.words); it is set aside as \(name), and nothing is known of earlier runs"
            return
        }
        guard history.world == world else {
            throw FileFailure(
                "it remembers what \(history.world) answered, and this run asks \(world): give each a file of its own"
            )
        }
    }

    /// The content; nil if there is no file.
    private static func read(_ place: FilePlace) throws(FileFailure) -> Result<[UInt8], HistoryFault>? {
        let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
        let descriptor = openat(place.directory, place.name, flags)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .last
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .last }
        guard status.st_mode & S_IFMT == S_IFREG else { throw FileFailure("it is not a regular file") }
        if status.st_size > off_t(maximumBytes) { return .failure(.damaged("larger than \(maximumBytes >> 20) MiB")) }
        do throws(FileReadError) {
            return .success(try FileReader.read(descriptor: descriptor, maximumBytes: maximumBytes))
        } catch {
            throw FileFailure(error.words)
        }
    }

    /// Renames a file that is not a state of ours, so that people can look into it.
    ///
    /// - Returns: The new name.
    private func setAside() throws(FileFailure) -> String {
        for number in 1...Self.maximumDamaged {
            let name = place.name + ".damaged" + (number == 1 ? "" : "-\(number)")
            var there = stat()
            // The last name is reused: damaged files must not fill the disk.
            let isFree = fstatat(place.directory, name, &there, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT
            guard isFree || number == Self.maximumDamaged else { continue }
            guard renameat(place.directory, place.name, place.directory, name) == 0 else { throw .last }
            return name
        }
        throw FileFailure("there is no name to set it aside under")
    }

    /// Writes the history, if the run added anything to it, and releases the lock.
    func save(unixTime: Int) throws(FileFailure) {
        defer { lock.release() }
        guard history.hasNews else { return }
        let file = try AtomicFile(place, newMode: 0o600)
        // Secrets were kept out before; masking could only damage the rest.
        let sink = file.sink(masker: .none)
        sink.write(history.bytes(savedAt: unixTime))
        try file.flush(sink)
        try file.commit()
    }
}
