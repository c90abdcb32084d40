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

    /// What stands in the place of secrets that run into each other.
    static let anonymousMask = Array("****".utf8)

    private let secrets: [Secret]
    /// The numbers of the secrets that any text may hold, however short its words are.
    private let short: [Int]
    /// Their spellings; nil for none.
    private let everywhere: PatternIndex?
    /// What is needed once a text has a word that is long enough for the other secrets, which in most reports none has.
    /// Making it takes long where there are very many.
    private let long = Mutex(LongSecrets())

    private struct LongSecrets {
        /// Nil before it is made, and nil in it where it cannot be.
        var beginnings: SecretBeginnings??
        /// The spellings of all secrets.
        var all: PatternIndex?
    }

    /// Made when first needed, which it is only for texts of others.
    private let fingerprints = Mutex<SecretFingerprints?>(nil)

    /// Masks nothing.
    package static let none = SecretMasker([])

    /// Prepares to mask some secrets. Which texts of a config are secrets is for the caller to say.
    ///
    /// Passed over are those shorter than ``minimumLength`` and those that are part of a word of the report's own
    /// vocabulary: a token that reads `access_token` protects nothing, and masking it would take the report apart.
    ///
    /// - Parameters:
    ///   - secrets: The secrets.
    ///   - areUsualTokens: Whether all of them are known to be 40 hexadecimal digits.
    package init(_ secrets: [Secret], areUsualTokens: Bool = false) {
        // Mostly they are, and very many need not be looked at again nor kept twice.
        if areUsualTokens && !ReportVocabulary.couldHoldUsualToken
            || secrets.allSatisfy({ LongWord.isOnlyPlace(for: $0) && Self.isMasked($0) })
        {
            self.secrets = secrets
            short = []
            everywhere = nil
            return
        }
        let masked = secrets.filter(Self.isMasked)
        short = masked.indices.filter { !LongWord.isOnlyPlace(for: masked[$0]) }
        everywhere = Self.index(of: masked, short)
        self.secrets = masked
    }

    private static func isMasked(_ secret: Secret) -> Bool {
        secret.unmasked.utf8.count >= minimumLength && !ReportVocabulary.contains(secret.unmasked)
    }

    /// The spellings of some of the secrets, ready to be looked for; nil for none.
    private static func index(of secrets: [Secret], _ numbers: some Sequence<Int>) -> PatternIndex? {
        var seen: Set<Secret> = []
        var patterns = PatternList()
        for owner in numbers where seen.insert(secrets[owner]).inserted {
            let secret = secrets[owner]
            let isWeak = ReportVocabulary.couldBeSyntax(secret.unmasked)
            for piece in SecretSpellings(of: secret.unmasked).pieces {
                // With a bare quotation mark in it, it could begin in one string of JSON and end in another.
                let isWeakPiece = isWeak || ReportVocabulary.hasBareQuote(piece)
                patterns.append(piece, owner: owner, isWeak: isWeakPiece)
            }
        }
        return seen.isEmpty ? nil : PatternIndex(patterns)
    }

    /// The index in which to look for what a text may hold; nil if it can hold nothing.
    private func index(for text: UnsafeRawBufferPointer, endMayBeCut: Bool = false) -> PatternIndex? {
        guard !secrets.isEmpty, endMayBeCut || LongWord.isIn(text) else { return everywhere }
        return long.withLock { long in
            if !endMayBeCut, long.all == nil, !LongWord.mayBeParted(in: text) {
                let beginnings = long.beginnings ?? SecretBeginnings(of: secrets)
                long.beginnings = .some(beginnings)
                if let beginnings, !beginnings.areEncoded(in: text, among: secrets) {
                    let found = beginnings.secrets(in: text, among: secrets)
                    return found.isEmpty ? everywhere : Self.index(of: secrets, short + found.sorted())
                }
            }
            let all = long.all ?? Self.index(of: secrets, secrets.indices)
            long.all = all
            return all
        }
    }

    private func preparedFingerprints() -> SecretFingerprints {
        fingerprints.withLock { prepared in
            var seen: Set<Secret> = []
            let made = prepared ?? SecretFingerprints(of: secrets.filter { seen.insert($0).inserted })
            prepared = made
            return made
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
        let found = bytes.withUnsafeBytes { spans(in: $0, withWeak: false) }
        guard !found.isEmpty else { return bytes }
        var masked: [UInt8] = []
        masked.reserveCapacity(bytes.count)
        append(bytes, found, to: &masked)
        return masked
    }

    /// Appends a whole output, or a whole logical part of it, with every secret replaced.
    package func append(masking bytes: [UInt8], to output: inout [UInt8]) {
        append(bytes, bytes.withUnsafeBytes { spans(in: $0, withWeak: false) }, to: &output)
    }

    /// One field of a report with every secret replaced, before anything escapes, wraps or caps it.
    ///
    /// Here secrets are found too that could be the syntax of a format, such as a short row of digits.
    ///
    /// - Parameter endMayBeCut: Whether the text is foreign: somebody may have cut it off, and a secret at its end with
    ///   it, or have quoted a secret in other case, in part, split, in hexadecimal digits or spelt out sign by sign.
    package func mask(field text: String, endMayBeCut: Bool = false) -> String {
        var text = text
        let (found, count) = text.withUTF8 { utf8 -> ([Span], Int) in
            let bytes = UnsafeRawBufferPointer(utf8)
            guard let index = index(for: bytes, endMayBeCut: endMayBeCut) else { return ([], bytes.count) }
            var found = Self.spans(in: bytes, withWeak: true, index)
            if endMayBeCut, let cut = Self.cutSecret(in: bytes, index) { Self.add(cut, to: &found) }
            if endMayBeCut {
                let fingerprints = preparedFingerprints()
                let pieces = fingerprints.pieces(in: bytes) + fingerprints.hexadecimalPieces(in: bytes)
                found = Self.joined(found, pieces + fingerprints.speltOutPieces(in: bytes))
            }
            return (found, bytes.count)
        }
        guard !found.isEmpty else { return text }
        var masked: [UInt8] = []
        masked.reserveCapacity(count)
        append(Array(text.utf8), found, to: &masked)
        return String(decoding: masked, as: UTF8.self)
    }
}

extension SecretMasker {
    /// A stretch of a text to be replaced.
    private struct Span {
        var range: Range<Int>
        /// The secret whose masked form takes its place; nil for none in particular.
        var owner: Int?
    }

    private func spans(in text: UnsafeRawBufferPointer, withWeak: Bool) -> [Span] {
        guard let index = index(for: text) else { return [] }
        return Self.spans(in: text, withWeak: withWeak, index)
    }

    private static func spans(in text: UnsafeRawBufferPointer, withWeak: Bool, _ index: PatternIndex) -> [Span] {
        var found: [Span] = []
        var place = 0
        // The repetition that was last looked at.
        var run = (period: 1, end: 0)
        while let candidate = index.candidate(in: text, from: place) {
            place = candidate + 1
            let match = index.longestMatch(in: text, at: candidate, withWeak: withWeak)
            if let match {
                add(Span(range: candidate..<(candidate + match.length), owner: match.owner), to: &found)
            }
            // In a long repetition the same patterns begin again and again, and comparing each costs its length.
            if candidate >= run.end { run = repetition(in: text, from: candidate, atLeast: index.longest) }
            let shifts = (run.end - candidate - index.longest) / run.period
            guard shifts > 1, match.map({ $0.length >= run.period }) ?? (run.period == 1) else { continue }
            let last = candidate + shifts * run.period
            if let match { add(Span(range: candidate..<(last + match.length), owner: match.owner), to: &found) }
            // The places of the last period are looked at one by one: each may begin something that reaches further.
            place = last - run.period + 1
        }
        return found
    }

    /// How far a text repeats its next few bytes, and how many these are; the repetition that reaches furthest.
    private static func repetition(
        in text: UnsafeRawBufferPointer,
        from start: Int,
        atLeast least: Int
    ) -> (period: Int, end: Int) {
        var best = (period: 1, end: start)
        for period in 1...8 {
            var end = start
            while end + period < text.count, text[end] == text[end + period] { end += 1 }
            if end + period > best.end { best = (period, min(end + period, text.count)) }
            if best.end - start > least + 2 * period { break }
        }
        return best
    }

    /// The spans together with ranges of no secret in particular.
    private static func joined(_ spans: [Span], _ pieces: [Range<Int>]) -> [Span] {
        guard !pieces.isEmpty else { return spans }
        let all = (spans + pieces.map { Span(range: $0, owner: nil) }).sorted { left, right in
            // A whole secret comes before the pieces that it is made of.
            left.range.lowerBound != right.range.lowerBound
                ? left.range.lowerBound < right.range.lowerBound : left.range.upperBound > right.range.upperBound
        }
        var joined: [Span] = []
        for span in all { add(span, to: &joined) }
        return joined
    }

    /// Adds a span that begins at or after the last one, and joins the two if they overlap.
    private static func add(_ span: Span, to found: inout [Span]) {
        guard let last = found.last, let index = found.indices.last else {
            found.append(span)
            return
        }
        let isSame = span.owner == last.owner
        // Pieces of one long secret lie end to end.
        let isJoined =
            span.range.lowerBound < last.range.upperBound || (isSame && span.range.lowerBound == last.range.upperBound)
        if !isJoined {
            found.append(span)
        } else if span.range.upperBound > last.range.upperBound {
            let isWholeLast = span.range.lowerBound == last.range.lowerBound
            found[index].owner = isSame || isWholeLast ? span.owner : nil
            found[index].range = last.range.lowerBound..<span.range.upperBound
        }
    }

    /// The end of a text that is the beginning of a secret. Fewer bytes than these say nothing about it.
    private static func cutSecret(in text: UnsafeRawBufferPointer, _ index: PatternIndex) -> Span? {
        var end = text.count
        // Whoever cuts a text off may say so with an ellipsis, of dots or as one character.
        let ellipsis = Array("…".utf8)
        if end >= 3, text[(end - 3)..<end].elementsEqual(ellipsis) {
            end -= 3
        } else {
            while end > 0, text.count - end < 3, text[end - 1] == UInt8(ascii: ".") { end -= 1 }
        }
        let cut = UnsafeRawBufferPointer(rebasing: text[..<end])
        let shortest = 12
        var place = max(0, end - index.longest)
        while place + shortest <= end {
            if index.isBeginning(cut, from: place) { return Span(range: place..<end, owner: nil) }
            place += 1
        }
        return nil
    }

    private func append(_ bytes: [UInt8], _ spans: [Span], to output: inout [UInt8]) {
        var copied = 0
        for span in spans {
            output.append(contentsOf: bytes[copied..<span.range.lowerBound])
            if let owner = span.owner {
                output.append(contentsOf: secrets[owner].masked.utf8)
            } else {
                output.append(contentsOf: Self.anonymousMask)
            }
            copied = span.range.upperBound
        }
        output.append(contentsOf: bytes[copied...])
    }
}
