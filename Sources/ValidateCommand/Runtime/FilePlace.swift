import DestinationHealth

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The identity of a file, which is the same for every path that leads to it.
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

/// Why a file cannot be written, in the system's words where it has any.
struct FileFailure: Error {
    /// The rest of a sentence that begins with the path.
    let words: String

    init(_ words: String) {
        self.words = words
    }

    /// The words for the last error of the system.
    static var last: FileFailure { FileFailure(FileReader.words(for: errno)) }
}

/// A name in a directory that is opened once: everything happens in that directory, even if its path changes meanwhile.
final class FilePlace {
    /// The path as it was given.
    let path: String
    /// The last part of it.
    let name: String
    /// The open directory.
    let directory: Int32
    private let directoryStatus: stat

    /// Opens the directory, links to it followed.
    init(path: String) throws(FileFailure) {
        self.path = path
        guard !path.utf8.contains(0) else { throw FileFailure("its path has a null character in it") }
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        name = slash.map { String(path[path.utf8.index(after: $0)...]) } ?? path
        guard !["", ".", ".."].contains(name) else { throw FileFailure("it names no file") }
        let descriptor = open(slash.map { String(path[...$0]) } ?? ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let failure = FileFailure.last
            close(descriptor)
            throw failure
        }
        directory = descriptor
        directoryStatus = status
    }

    deinit { close(directory) }

    /// The identity of the place, also before there is a file: two paths to it have the same.
    var identity: Identity { Identity(directory: FileIdentity(directoryStatus), name: Array(name.utf8)) }

    struct Identity: Hashable {
        let directory: FileIdentity
        let name: [UInt8]
    }

    /// Whether every user of the machine may put another file in its place.
    var isWorldWritable: Bool { directoryStatus.st_mode & (S_IWOTH | S_ISVTX) == S_IWOTH }

    /// What is there now, links not followed; nil if nothing is.
    func status() throws(FileFailure) -> stat? {
        var status = stat()
        if fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 { return status }
        guard errno == ENOENT else { throw .last }
        return nil
    }

    /// What is there now, if a file may be put in its place.
    ///
    /// - Throws: If something is there that must not be replaced, such as a symbolic link.
    func replaceableStatus() throws(FileFailure) -> stat? {
        guard let status = try status() else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return status
        case S_IFLNK: throw FileFailure("it is a symbolic link, which is not written through")
        case S_IFDIR: throw FileFailure("it is a directory")
        default: throw FileFailure("it is not a regular file")
        }
    }
}
