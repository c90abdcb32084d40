import Reporting

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file as the system knows it, whatever the path that leads to it.
struct FileIdentity: Hashable {
    private let device: UInt64
    private let inode: UInt64

    init(_ status: stat) {
        device = UInt64(truncatingIfNeeded: status.st_dev)
        inode = UInt64(truncatingIfNeeded: status.st_ino)
    }

    /// The file at the end of a path, links followed; nil if there is none.
    init?(path: String) {
        var status = stat()
        guard !path.utf8.contains(0), stat(path, &status) == 0 else { return nil }
        self.init(status)
    }
}

/// A report in a file: written whole beside its place and then moved there, so that whoever reads the place sees the old
/// report or the new one and nothing between.
struct ReportFile {
    private let path: String
    private let temporaryPath: String
    private let descriptor: Int32
    private let directoryPath: String

    /// Why a report cannot be written, in the system's words.
    struct Failure: Error {
        let words: String
    }

    /// Opens the temporary file. Done before anything is checked, so that a wrong path fails early.
    ///
    /// - Parameters:
    ///   - path: Where the report goes.
    ///   - inputs: The files that the run reads, none of which a report may replace, by whatever path it is reached.
    init(path: String, inputs: Set<FileIdentity> = []) throws(Failure) {
        self.path = path
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let directory = slash.map { String(path[...$0]) } ?? "./"
        let name = slash.map { String(path[path.utf8.index(after: $0)...]) } ?? path
        guard !name.isEmpty, !path.utf8.contains(0) else { throw Failure(words: "it names no file") }

        var mode = mode_t(0o644)
        var status = stat()
        if lstat(path, &status) == 0 {
            if inputs.contains(FileIdentity(status)) { throw Failure(words: "the run reads that file") }
            switch status.st_mode & S_IFMT {
            case S_IFREG: mode = status.st_mode & 0o777
            case S_IFLNK: throw Failure(words: "it is a symbolic link, which is not written through")
            case S_IFDIR: throw Failure(words: "it is a directory")
            default: throw Failure(words: "it is not a regular file")
            }
        }
        directoryPath = directory
        temporaryPath = "\(directory).\(name).\(getpid()).tmp"
        descriptor = open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw Failure(words: FileReader.words(for: errno)) }
        // The umask may have taken bits away that the old report had.
        if status.st_mode & S_IFMT == S_IFREG { fchmod(descriptor, mode) }
    }

    /// Where to write the report to.
    func sink(masker: SecretMasker) -> OutputSink {
        OutputSink(descriptor: descriptor, masker: masker)
    }

    /// Makes the report durable and moves it to its place.
    func commit() throws(Failure) {
        guard fsync(descriptor) == 0, rename(temporaryPath, path) == 0 else {
            let words = FileReader.words(for: errno)
            discard()
            throw Failure(words: words)
        }
        close(descriptor)
        let directory = open(directoryPath, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return }
        // Some file systems cannot sync a directory; the report itself is safe already.
        fsync(directory)
        close(directory)
    }

    /// Leaves the place as it was.
    func discard() {
        unlink(temporaryPath)
        close(descriptor)
    }
}
