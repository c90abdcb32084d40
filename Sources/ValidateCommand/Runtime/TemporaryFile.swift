import DestinationHealth

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file with a random name, beside the place that it will be moved to.
///
/// It is locked while its process lives; the system releases the lock however the process ends. A file that another
/// process can lock is therefore abandoned, and the next run deletes it.
struct TemporaryFile {
    let name: String
    let descriptor: Int32

    private static let attempts = 16
    private static let suffix = ".tmp"
    private static let randomDigits = 16

    /// Creates the file.
    init(for place: FilePlace, mode: mode_t) throws(FileFailure) {
        for _ in 0..<Self.attempts {
            let random = String(UInt64.random(in: 0 ... .max), radix: 16)
            let padding = String(repeating: "0", count: Self.randomDigits - random.utf8.count)
            let name = Self.prefix(for: place) + padding + random + Self.suffix
            let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
            let descriptor = openat(place.directory, name, flags, mode)
            if descriptor < 0 {
                if errno == EEXIST || errno == EINTR { continue }
                throw .last
            }
            guard Self.keep(descriptor) else {
                close(descriptor)
                continue
            }
            self.name = name
            self.descriptor = descriptor
            return
        }
        throw FileFailure(FileReader.words(for: EEXIST))
    }

    /// Locks the file.
    ///
    /// - Returns: False if another run took it for abandoned before that.
    private static func keep(_ descriptor: Int32) -> Bool {
        if flock(descriptor, LOCK_EX | LOCK_NB) != 0 { return errno != EWOULDBLOCK }
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_nlink > 0
    }

    /// Deletes the files that earlier runs left when they were killed.
    static func sweep(_ place: FilePlace) {
        // fdopendir takes ownership of the descriptor, and a duplicated one would share its position.
        let copy = openat(place.directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0 else { return }
        guard let directory = fdopendir(copy) else {
            close(copy)
            return
        }
        defer { closedir(directory) }
        let beginning = Array(prefix(for: place).utf8)
        let end = Array(suffix.utf8)
        var abandoned: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            let bytes = Array(name.utf8)
            guard bytes.count == beginning.count + randomDigits + end.count, bytes.starts(with: beginning),
                bytes.suffix(end.count).elementsEqual(end)
            else { continue }
            abandoned.append(name)
        }
        for name in abandoned { remove(name, from: place) }
    }

    private static func remove(_ name: String, from place: FilePlace) {
        let descriptor = openat(place.directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            flock(descriptor, LOCK_EX | LOCK_NB) == 0
        else { return }
        unlinkat(place.directory, name, 0)
    }

    /// The beginning of the name; a very long one is cut, because names are limited to 255 bytes.
    private static func prefix(for place: FilePlace) -> String {
        var name = ""
        for scalar in place.name.unicodeScalars {
            guard name.utf8.count + UTF8.width(scalar) <= 200 else { break }
            name.unicodeScalars.append(scalar)
        }
        return ".\(name)."
    }
}
