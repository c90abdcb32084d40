/// Suggests what a misspelt name was meant to be.
package enum NearestName {
    /// The known name nearest to a given one, if at most a third of the letters of the longer one differ (insertions,
    /// deletions, changes, swaps of neighbours), ignoring case and the difference between `-` and `_`.
    package static func suggestion(for name: String, among known: some Sequence<String>) -> String? {
        let wanted = folded(name)
        // Long texts have no nearest name, and comparing them takes time.
        guard !wanted.isEmpty, wanted.count <= 64 else { return nil }
        var best: (name: String, distance: Int)?
        for candidate in known {
            let distance = distance(wanted, folded(candidate))
            if distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        guard let best, best.distance <= max(1, max(wanted.count, best.name.utf8.count) / 3) else { return nil }
        return best.name
    }

    private static func folded(_ name: String) -> [UInt8] {
        name.utf8.map { byte in
            switch byte {
            case 0x41...0x5A: byte | 0x20
            case 0x2D: 0x5F
            default: byte
            }
        }
    }

    /// The optimal string alignment distance (Damerau-Levenshtein without a second edit of the same place).
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, leftByte) in left.enumerated() {
            var current = [row + 1]
            for (column, rightByte) in right.enumerated() {
                var cost = min(
                    last[column + 1] + 1,
                    current[column] + 1,
                    last[column] + (leftByte == rightByte ? 0 : 1)
                )
                if row > 0, column > 0, leftByte == right[column - 1], left[row - 1] == rightByte {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
