#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The list of files that git keeps: the file `index` of a checkout.
///
/// It is read without git, which runs commands that the configuration of a checkout names.
enum GitIndex {
    private static let maximumBytes = 64 << 20

    /// Whether the checkout around a file lists it; false where there is no index that can be read and understood.
    static func lists(fileAt path: String) -> Bool {
        guard let resolved = realpath(path, nil) else { return false }
        defer { free(resolved) }
        // A link leads to the file that holds the text.
        let full = Array(String(cString: resolved).utf8)
        for slash in full.indices.reversed() where full[slash] == UInt8(ascii: "/") {
            guard let index = index(ofCheckout: String(decoding: full[..<slash], as: UTF8.self)) else { continue }
            return lists(Array(full[(slash + 1)...]), in: index)
        }
        return false
    }

    /// The bytes of the index of a directory that has a `.git`.
    private static func index(ofCheckout directory: String) -> [UInt8]? {
        let git = directory + "/.git"
        if let index = try? FileReader.read(regularFile: git + "/index", maximumBytes: maximumBytes) { return index }
        // Worktrees and submodules have a file that says where the index is.
        let prefix = Array("gitdir: ".utf8)
        guard let link = try? FileReader.read(regularFile: git, maximumBytes: 8 << 10), link.starts(with: prefix)
        else { return nil }
        let lineEnds: [UInt8] = [0x0A, 0x0D]
        let end = link.lastIndex { !lineEnds.contains($0) } ?? 0
        guard end >= prefix.count else { return nil }
        let target = String(decoding: link[prefix.count...end], as: UTF8.self)
        let isAbsolute = link[prefix.count] == UInt8(ascii: "/")
        let folder = isAbsolute ? target : directory + "/" + target
        return try? FileReader.read(regularFile: folder + "/index", maximumBytes: maximumBytes)
    }

    /// Whether an index lists a path, which is relative to the top of the checkout.
    ///
    /// The index does not say whether its object ids are of SHA-1 or of SHA-256: only one of them fits its structure.
    static func lists(_ path: [UInt8], in index: [UInt8]) -> Bool {
        [20, 32].lazy.compactMap { lists(path, in: index, idLength: $0) }.first ?? false
    }

    /// The same for one length of object ids; nil where the bytes do not fit it.
    ///
    /// The layout: `DIRC`, version, number of entries; the entries; extensions; a checksum as long as an object id.
    /// See gitformat-index(5).
    private static func lists(_ path: [UInt8], in index: [UInt8], idLength: Int) -> Bool? {
        let headerLength = 12
        let end = index.count - idLength
        guard end >= headerLength, index.starts(with: "DIRC".utf8) else { return nil }
        let version = number(in: index, at: 4)
        guard (2...4).contains(version) else { return nil }

        var isListed = false
        var name: [UInt8] = []
        var position = headerLength
        for _ in 0..<number(in: index, at: 8) {
            guard
                let next = readEntry(of: index[..<end], at: position, version: version, idLength: idLength, name: &name)
            else { return nil }
            position = next
            isListed = isListed || name == path
        }
        while position < end {
            guard end - position >= 8 else { return nil }
            position += 8 + number(in: index, at: position + 4)
        }
        return position == end ? isListed : nil
    }

    /// Reads the name of an entry and returns the place of the next one; nil where the entry does not fit.
    ///
    /// - Parameter name: That of the entry before, which version 4 shortens and extends.
    private static func readEntry(
        of index: ArraySlice<UInt8>,
        at start: Int,
        version: Int,
        idLength: Int,
        name: inout [UInt8]
    ) -> Int? {
        // Times, device, inode, mode, owner, group and size: ten numbers of four bytes.
        let flags = start + 40 + idLength
        guard index.endIndex - flags >= 4 else { return nil }
        let isExtended = index[flags] & 0x40 != 0
        guard !isExtended || version > 2 else { return nil }
        var position = flags + (isExtended ? 4 : 2)
        if version == 4 {
            guard let dropped = readVariableNumber(of: index, at: &position), dropped <= name.count else { return nil }
            name.removeLast(dropped)
        } else {
            name.removeAll(keepingCapacity: true)
        }
        guard let nameEnd = index[position...].firstIndex(of: 0) else { return nil }
        name += index[position..<nameEnd]

        // Twelve bits hold the length of the name, or their highest number where it is longer.
        let length = Int(index[flags] & 0x0F) << 8 | Int(index[flags + 1])
        guard !name.isEmpty, length == min(name.count, 0xFFF) else { return nil }
        if version == 4 { return nameEnd + 1 }
        // Null bytes, at least one, fill the entry up to a multiple of eight.
        let next = start + (nameEnd - start + 8) / 8 * 8
        guard next <= index.endIndex, index[nameEnd..<next].allSatisfy({ $0 == 0 }) else { return nil }
        return next
    }

    /// Reads a number of seven bits a byte, the highest first; each byte with another behind it adds one.
    private static func readVariableNumber(of bytes: ArraySlice<UInt8>, at position: inout Int) -> Int? {
        var number = 0
        while position < bytes.endIndex {
            let byte = bytes[position]
            position += 1
            number = number << 7 | Int(byte & 0x7F)
            if byte & 0x80 == 0 { return number }
            number += 1
            guard number <= maximumBytes else { return nil }
        }
        return nil
    }

    private static func number(in bytes: [UInt8], at position: Int) -> Int {
        bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
    }
}
