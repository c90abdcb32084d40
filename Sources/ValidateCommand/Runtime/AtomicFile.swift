import DestinationHealth
import Reporting

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file that is written whole beside its place and then moved there: a reader finds the old content or the new one and
/// nothing between, also after a crash or a loss of power.
struct AtomicFile {
    private let place: FilePlace
    private let temporary: TemporaryFile
    private var descriptor: Int32 { temporary.descriptor }

    /// The identity of the file's place.
    var identity: FilePlace.Identity { place.identity }

    /// Opens the temporary file. Done before anything is checked, so that a wrong path fails early.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - newMode: The permissions of a file that was not there before, which the umask narrows. Those of an old one are
    ///     kept, and its owner where the process may.
    ///   - inputs: The files that the run reads, none of which may be replaced.
    init(path: String, newMode: mode_t = 0o644, inputs: [FileIdentity] = []) throws(FileFailure) {
        try self.init(FilePlace(path: path), newMode: newMode, inputs: inputs)
    }

    /// Opens the temporary file for a place.
    init(_ place: FilePlace, newMode: mode_t, inputs: [FileIdentity] = []) throws(FileFailure) {
        self.place = place
        let old = try place.replaceableStatus()
        if let old, inputs.contains(FileIdentity(old)) { throw FileFailure("the run reads that file") }
        TemporaryFile.sweep(place)
        temporary = try TemporaryFile(for: place, mode: old == nil ? newMode : 0o600)
        if let old { keepAttributes(of: old) }
    }

    /// Gives the temporary file the owner and the permissions of the file that it replaces.
    private func keepAttributes(of old: stat) {
        var mode = old.st_mode & 0o777
        var own = stat()
        guard fstat(descriptor, &own) == 0 else { return }
        if own.st_uid != old.st_uid || own.st_gid != old.st_gid,
            fchown(descriptor, old.st_uid, old.st_gid) != 0,
            own.st_gid != old.st_gid, fchown(descriptor, uid_t.max, old.st_gid) != 0
        {
            // The file now has another group, which gets no more than everybody.
            mode = mode & ~0o070 | (mode & 0o007) << 3 & mode
        }
        fchmod(descriptor, mode)
    }

    /// The sink that the content is written to.
    func sink(masker: SecretMasker) -> OutputSink {
        OutputSink(descriptor: descriptor, masker: masker)
    }

    /// Writes what a sink still holds. On failure the place stays as it was.
    func flush(_ sink: OutputSink) throws(FileFailure) {
        do throws(OutputFailure) {
            try sink.flush()
        } catch {
            discard()
            throw FileFailure("\(error)")
        }
    }

    /// Makes the content durable and moves it to its place. On failure the place stays as it was.
    func commit() throws(FileFailure) {
        do throws(FileFailure) {
            // A link may have been put there since.
            _ = try place.replaceableStatus()
            guard synchronize(descriptor) == 0,
                renameat(place.directory, temporary.name, place.directory, place.name) == 0
            else { throw .last }
        } catch {
            discard()
            throw error
        }
        close(descriptor)
        // Some file systems cannot synchronise a directory, which is no failure.
        if fsync(place.directory) != 0, errno != EINVAL, errno != ENOTSUP {
            throw FileFailure("it is there, but may not outlive a loss of power: \(FileReader.words(for: errno))")
        }
    }

    /// Deletes the temporary file, which leaves the place as it was.
    func discard() {
        unlinkat(place.directory, temporary.name, 0)
        close(descriptor)
    }

    private func synchronize(_ descriptor: Int32) -> Int32 {
        #if canImport(Darwin)
            // There fsync leaves the data in the drive's cache.
            if fcntl(descriptor, F_FULLFSYNC) == 0 { return 0 }
        #endif
        return fsync(descriptor)
    }
}
