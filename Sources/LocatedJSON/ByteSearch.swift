// Searches by bytes. The standard library's of the same names compare characters, and bring its engine of regular
// expressions with them: a twelfth of the program, which every start would pay for.

extension String {
    /// Whether another text is part of this one.
    package func contains(_ part: String) -> Bool {
        let bytes = utf8
        return bytes.indices.dropLast(max(0, part.utf8.count - 1)).contains { bytes[$0...].starts(with: part.utf8) }
    }
}

extension [UInt8] {
    /// The bytes with every occurrence of a part, which must not be empty, replaced by others.
    package func replacing(_ part: String.UTF8View, with other: String.UTF8View) -> [UInt8] {
        var result: [UInt8] = []
        var rest = self[...]
        while let byte = rest.first {
            if rest.starts(with: part) {
                result += other
                rest = rest.dropFirst(part.count)
            } else {
                result.append(byte)
                rest = rest.dropFirst()
            }
        }
        return result
    }
}
