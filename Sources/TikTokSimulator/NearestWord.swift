/// Finds the word that somebody probably meant.
enum NearestWord {
    /// The candidate that is at most a third of its letters away; nil if there is none.
    static func suggestion(for word: String, among candidates: [String]) -> String? {
        let written = Array(word.utf8)
        // The distance costs the product of the lengths, so a pasted novel is not looked at.
        guard written.count <= 40 else { return nil }
        let nearest = candidates.map { (word: $0, distance: distance(written, Array($0.utf8))) }
            .min { $0.distance < $1.distance }
        guard let nearest, nearest.distance <= max(1, nearest.word.utf8.count / 3) else { return nil }
        return nearest.word
    }

    /// Levenshtein's edit distance, one row at a time.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (index, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let substitution = diagonal + (byte == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(substitution, diagonal + 1, row[column] + 1)
            }
        }
        return row[right.count]
    }
}
