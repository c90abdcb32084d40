import Synchronization
package import TikTokAPI

/// Replaces secrets in what is about to be written, however they are spelled: as they are, or as JSON, URLs, XML,
/// terminals and base64 write them.
///
/// Works on bytes: a combining mark or a line break behind a secret hides it from a search by `Character`.
package final class SecretMasker: Sendable {
    /// Shorter secrets are passed over: they would be found in ordinary words, and masking half of a report shows more
    /// about them than it hides.
    package static let minimumLength = 5

    /// The mask of secrets that overlap each other.
    private static let anonymousMask = Array("****".utf8)
    /// A text that was cut off ends in at least this much of a secret; fewer bytes say nothing about it.
    private static let shortestCut = 12

    private let secrets: [Secret]
    /// Every spelling of every secret has a word of this length in it; 0 where that is not known.
    private let wordLength: Int
    private let prepared = Mutex(Prepared())

    /// What is made when first needed: most reports have no word as long as a token, and only answers are foreign.
    private struct Prepared {
        var spellings: SpellingTree?
        var fingerprints: SecretFingerprints?
    }

    /// Masks nothing.
    package static let none = SecretMasker([])

    /// Prepares to mask some secrets. The caller decides which texts of a config are secrets.
    ///
    /// Passed over are those shorter than ``minimumLength`` and those that are part of a word of the report's own
    /// vocabulary: a token that reads `access_token` protects nothing, and masking it would take the report apart.
    package init(_ secrets: [Secret]) {
        self.secrets = secrets.filter { secret in
            secret.unmasked.utf8.count >= Self.minimumLength && !ReportVocabulary.contains(secret.unmasked)
        }
        wordLength = self.secrets.reduce(SecretSpellings.pieceLength) { least, secret in
            min(least, SecretSpellings.wordLength(of: secret.unmasked))
        }
    }

    /// Whether there is nothing to mask.
    package var isEmpty: Bool { secrets.isEmpty }

    /// What a log as a whole may be searched for, unmasked: every secret that could not be a format's own syntax, without
    /// repeats. Of one that has several lines these are the lines, since logs are searched line by line, and those too short
    /// to be masked are left out.
    package var valuesForLog: [String] {
        var values: [String] = []
        var seen: Set<Secret> = []
        for secret in secrets {
            let lines = secret.unmasked.utf8.split { $0 == 0x0A || $0 == 0x0D }.map {
                String(decoding: $0, as: UTF8.self)
            }
            for line in lines where seen.insert(Secret(line)).inserted {
                guard line.utf8.count >= Self.minimumLength, !ReportVocabulary.contains(line),
                    !ReportVocabulary.couldBeSyntax(line)
                else { continue }
                values.append(line)
            }
        }
        return values
    }

    /// A whole output, or a whole logical part of it, with every secret replaced.
    package func mask(_ bytes: [UInt8]) -> [UInt8] {
        var masked: [UInt8] = []
        append(masking: bytes, to: &masked)
        return masked
    }

    /// Appends a whole output, or a whole logical part of it, with every secret replaced.
    package func append(masking bytes: [UInt8], to output: inout [UInt8]) {
        append(bytes, bytes.withUnsafeBytes { matches(in: $0, withWeak: false) }, to: &output)
    }

    /// One field of a report with every secret replaced, before anything escapes, wraps or caps it.
    ///
    /// Here secrets are found too that could be the syntax of a format, such as a short row of digits.
    ///
    /// - Parameter endMayBeCut: Whether the text is foreign: its sender may have cut it off, and a secret at its end with
    ///   it, or have quoted a secret in other case, in part, split, in hexadecimal digits or escaped sign by sign.
    package func mask(field text: String, endMayBeCut: Bool = false) -> String {
        guard !secrets.isEmpty else { return text }
        var text = text
        let found = text.withUTF8 { utf8 -> [Match] in
            let bytes = UnsafeRawBufferPointer(utf8)
            return endMayBeCut ? foreignMatches(in: bytes) : matches(in: bytes, withWeak: true)
        }
        guard !found.isEmpty else { return text }
        var masked: [UInt8] = []
        append(Array(text.utf8), found, to: &masked)
        return String(decoding: masked, as: UTF8.self)
    }
}

extension SecretMasker {
    /// A range of a text to be replaced.
    private struct Match {
        var range: Range<Int>
        /// The index of the secret whose masked form takes its place; nil for none in particular.
        var owner: Int?
    }

    private func matches(in text: UnsafeRawBufferPointer, withWeak: Bool) -> [Match] {
        guard !secrets.isEmpty, SecretSpellings.hasWord(of: wordLength, in: text) else { return [] }
        let spellings = preparedSpellings()
        var found: [Match] = []
        // Inside a match too: another secret may begin there and reach further.
        for place in text.indices {
            guard let spelling = spellings.longestMatch(in: text, at: place, withWeak: withWeak) else { continue }
            Self.add(Match(range: place..<(place + spelling.bytes.count), owner: spelling.owner), to: &found)
        }
        return found
    }

    private func foreignMatches(in text: UnsafeRawBufferPointer) -> [Match] {
        var all = matches(in: text, withWeak: true)
        let fingerprints = preparedFingerprints()
        let ranges =
            fingerprints.ranges(in: text) + fingerprints.hexadecimalRanges(in: text)
            + fingerprints.escapedRanges(in: text)
        all += (ranges + [cutSecret(in: text)].compactMap { $0 }).map { Match(range: $0, owner: nil) }
        // A whole secret comes before the pieces that it is made of.
        func order(_ match: Match) -> (Int, Int, Int) {
            (match.range.lowerBound, -match.range.upperBound, match.owner == nil ? 1 : 0)
        }
        all.sort { order($0) < order($1) }
        var joined: [Match] = []
        for match in all { Self.add(match, to: &joined) }
        return joined
    }

    /// Adds a match that begins at or after the last one, and joins the two if they overlap.
    private static func add(_ match: Match, to found: inout [Match]) {
        guard let last = found.last, let index = found.indices.last else {
            found.append(match)
            return
        }
        let isSame = match.owner == last.owner
        // Pieces of one long secret lie end to end.
        let isJoined =
            match.range.lowerBound < last.range.upperBound
            || (isSame && match.range.lowerBound == last.range.upperBound)
        if !isJoined {
            found.append(match)
        } else if match.range.upperBound > last.range.upperBound {
            let isWholeLast = match.range.lowerBound == last.range.lowerBound
            found[index].owner = isSame || isWholeLast ? match.owner : nil
            found[index].range = last.range.lowerBound..<match.range.upperBound
        }
    }

    /// The end of a text, without its ellipsis, that is the beginning of a secret.
    private func cutSecret(in text: UnsafeRawBufferPointer) -> Range<Int>? {
        var end = text.count
        let ellipsis = Array("…".utf8)
        if end >= 3, text[(end - 3)..<end].elementsEqual(ellipsis) {
            end -= 3
        } else {
            while end > 0, text.count - end < 3, text[end - 1] == UInt8(ascii: ".") { end -= 1 }
        }
        let spellings = preparedSpellings()
        for start in max(0, end - SecretSpellings.pieceLength)..<max(0, end - Self.shortestCut + 1) {
            let cut = UnsafeRawBufferPointer(rebasing: text[start..<end])
            if spellings.hasBeginning(cut) { return start..<end }
        }
        return nil
    }

    private func append(_ bytes: [UInt8], _ matches: [Match], to output: inout [UInt8]) {
        var copied = 0
        for match in matches {
            output += bytes[copied..<match.range.lowerBound]
            output += match.owner.map { Array(secrets[$0].masked.utf8) } ?? Self.anonymousMask
            copied = match.range.upperBound
        }
        output += bytes[copied...]
    }
}

extension SecretMasker {
    private func preparedSpellings() -> SpellingTree {
        prepared.withLock { prepared in
            if let spellings = prepared.spellings { return spellings }
            var seen: Set<Secret> = []
            let unique = secrets.enumerated().filter { seen.insert($0.element).inserted }
            let spellings = SpellingTree(unique.flatMap { Self.spellings(of: $0.element, owner: $0.offset) })
            prepared.spellings = spellings
            return spellings
        }
    }

    private static func spellings(of secret: Secret, owner: Int) -> [SpellingTree.Spelling] {
        let isWeak = ReportVocabulary.couldBeSyntax(secret.unmasked)
        return SecretSpellings(of: secret.unmasked).pieces.map { piece in
            // With a bare quotation mark in it, it could begin in one string of JSON and end in another.
            let isWeakPiece = isWeak || ReportVocabulary.hasBareQuote(piece)
            return SpellingTree.Spelling(bytes: piece, owner: owner, isWeak: isWeakPiece)
        }
    }

    private func preparedFingerprints() -> SecretFingerprints {
        prepared.withLock { prepared in
            if let fingerprints = prepared.fingerprints { return fingerprints }
            let fingerprints = SecretFingerprints(of: secrets)
            prepared.fingerprints = fingerprints
            return fingerprints
        }
    }
}
