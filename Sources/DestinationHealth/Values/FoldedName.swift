/// Names as the eye sees them: without case and hidden characters, letters that look alike as one.
enum FoldedName {
    /// The name, folded. Most are so as they are written.
    static func fold(_ name: String) -> String {
        if name.utf8.allSatisfy(isFolded) { return name }
        // Bytes, since appending to a view of scalars copies all of it each time.
        var folded: [UInt8] = []
        folded.reserveCapacity(name.utf8.count)
        for scalar in name.unicodeScalars where !scalar.properties.isDefaultIgnorableCodePoint {
            let latin = LookAlike.latin(for: scalar) ?? scalar
            folded.append(contentsOf: latin.properties.lowercaseMapping.utf8)
        }
        return String(decoding: folded, as: UTF8.self)
    }

    private static func isFolded(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
    }
}
