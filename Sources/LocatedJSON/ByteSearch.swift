// By bytes, as all that compares texts here. The standard library's searches of the same names compare characters, and with
// them comes its engine of regular expressions, a twelfth of the program that every start would pay for.

extension String {
    /// Whether a text stands somewhere in this one.
    package func contains(_ part: String) -> Bool {
        let bytes = utf8
        return bytes.indices.contains { bytes[$0...].starts(with: part.utf8) }
    }
}

extension [UInt8] {
    /// The bytes with every occurrence of some, which are not none, replaced by others.
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
