import DestinationHealth
import Reporting

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file that is written whole beside its place and then moved there, so that whoever reads the place, also after a crash
/// or a loss of power, finds the old content or the new one and nothing between.
struct AtomicFile {
    private let place: FilePlace
    private let temporary: TemporaryFile
    private var descriptor: Int32 { temporary.descriptor }

    /// Where the file goes.
    var identity: FilePlace.Identity { place.identity }

    /// Opens the temporary file. Done before anything is checked, so that a wrong path fails early.
    ///
    /// - Parameters:
    ///   - path: Where the file goes.
    ///   - newMode: The permissions of a file that was not there before, which the umask narrows. Those of an old one are
    ///     kept, and its owner where the process may.
    ///   - inputs: The files that the run reads, none of which may be replaced, by whatever path it is reached.
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
            // What the old group was allowed is not meant for ours.
            mode = mode & ~0o070 | (mode & 0o007) << 3 & mode
        }
        fchmod(descriptor, mode)
    }

    /// Where to write the content to.
    func sink(masker: SecretMasker) -> OutputSink {
        OutputSink(descriptor: descriptor, masker: masker)
    }

    /// Makes the content durable and moves it to its place. On failure the place is as it was.
    func commit() throws(FileFailure) {
        do throws(FileFailure) {
            // A link may have come there since.
            _ = try place.replaceableStatus()
            guard synchronize(descriptor) == 0,
                renameat(place.directory, temporary.name, place.directory, place.name) == 0
            else { throw .last }
        } catch {
            discard()
            throw error
        }
        close(descriptor)
        // Some file systems cannot do that with a directory; where they can, a failure is one.
        if fsync(place.directory) != 0, errno != EINVAL, errno != ENOTSUP {
            throw FileFailure("it is there, but may not outlive a loss of power: \(FileReader.words(for: errno))")
        }
    }

    /// Leaves the place as it was.
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
