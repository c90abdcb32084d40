import TikTokAPI

/// Replaces `${env:NAME}`, `${NAME}`, `${env:NAME:-fallback}` and `${file:PATH}` in a text, once and not recursively;
/// `$$` is a dollar sign.
struct ReferenceResolver {
    let environment: any ConfigEnvironment
    /// The directory of the config file; nil for the working directory.
    let directory: String?

    /// The limit of a secret file ("faults, F16").
    static let maximumSecretFileBytes = 64 << 10

    struct Resolution {
        var text: String
        var origin: ConfigText.Origin
        /// Where in the text a dollar sign stands that was written twice.
        var doubledDollars: [Int] = []
        /// The files that it was read from, as written.
        var files: [String] = []
        /// Whether a fallback, which is written out in the config, is part of it.
        var isFallback = false
    }

    /// What stands for one reference.
    private struct Piece {
        let bytes: [UInt8]
        let source: String
        var file: String?
        var isFallback = false
    }

    struct Failure: Error {
        let message: String
        let advice: String
        /// How many bytes of the text stand before the reference.
        let utf8Offset: Int
    }

    /// Whether a text needs resolving at all.
    ///
    /// - Parameter classes: The kinds of bytes that it has.
    static func mayHaveReference(_ classes: ByteClasses) -> Bool { classes.contains(.dollar) }

    func resolve(_ text: String) throws(Failure) -> Resolution {
        guard Self.mayHaveReference(ByteClasses(of: text)) else { return Resolution(text: text, origin: .literal) }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var pieces: [Piece] = []
        var doubledDollars: [Int] = []
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "$"), index + 1 < bytes.count else {
                result.append(bytes[index])
                index += 1
                continue
            }
            switch bytes[index + 1] {
            case UInt8(ascii: "$"):
                doubledDollars.append(result.count)
                result.append(UInt8(ascii: "$"))
                index += 2
            case UInt8(ascii: "{"):
                guard let end = bytes[index...].firstIndex(of: UInt8(ascii: "}")) else {
                    throw Failure(
                        message: "has a reference that is never closed: \"${\" without \"}\"",
                        advice: "Close the reference with \"}\", or write \"$$\" for a dollar sign.",
                        utf8Offset: index
                    )
                }
                let body = bytes[(index + 2)..<end]
                // The first "}" would close the inner reference, and the second would end up in the value.
                guard !Self.hasReferenceInside(body) else {
                    throw Failure(
                        message: "has a reference inside a reference, and references cannot be nested",
                        advice: "Write one reference, with plain text as its fallback: ${env:NAME:-fallback}.",
                        utf8Offset: index
                    )
                }
                let piece = try self.value(of: body, at: index)
                result += piece.bytes
                pieces.append(piece)
                index = end + 1
            default:
                result.append(bytes[index])
                index += 1
            }
        }
        // Every piece is valid UTF-8, so this repairs nothing.
        let resolved = String(decoding: result, as: UTF8.self)
        return Resolution(
            text: resolved,
            origin: pieces.isEmpty ? .literal : .reference(pieces.map(\.source).joined(separator: " and ")),
            doubledDollars: doubledDollars,
            files: pieces.compactMap(\.file),
            isFallback: pieces.contains { $0.isFallback && !$0.bytes.isEmpty }
        )
    }

    private func value(of body: ArraySlice<UInt8>, at offset: Int) throws(Failure) -> Piece {
        if let path = Self.afterPrefix("file:", body) {
            return try fileValue(String(decoding: path, as: UTF8.self), at: offset)
        }
        let expression = Self.afterPrefix("env:", body) ?? body
        var nameBytes = expression
        var fallback: ArraySlice<UInt8>?
        if let colon = expression.firstIndex(of: UInt8(ascii: ":")),
            expression[colon...].starts(with: [UInt8(ascii: ":"), UInt8(ascii: "-")])
        {
            nameBytes = expression[..<colon]
            fallback = expression[(colon + 2)...]
        }
        guard Self.isVariableName(nameBytes) else {
            throw Failure(
                message: "has a reference that names neither a variable nor a file",
                advice: "Write ${env:NAME} or ${file:PATH}; a variable's name has letters, digits and underscores.",
                utf8Offset: offset
            )
        }
        let variable = String(decoding: nameBytes, as: UTF8.self)
        // A token pasted between the braces must not come out as the name of a variable.
        let name = Self.couldBeCredential(variable) ? Secret(variable).masked : variable
        let source = "environment variable \(name)"
        if let value = environment.variable(variable), !value.utf8.isEmpty {
            return Piece(bytes: Array(value.utf8), source: source)
        }
        if let fallback { return Piece(bytes: Array(fallback), source: "the fallback for \(source)", isFallback: true) }
        let state = environment.variable(variable) == nil ? "not set" : "empty"
        throw Failure(
            message: "refers to \(source), which is \(state)",
            advice: "Set \(name) where validate runs (in CI: pass the secret to this step), "
                + "or give a fallback with ${env:\(name):-fallback}.",
            utf8Offset: offset
        )
    }

    private func fileValue(_ path: String, at offset: Int) throws(Failure) -> Piece {
        // A token pasted in place of the path must not come out as the name of a file.
        let isCredential = path.utf8.split(separator: UInt8(ascii: "/")).contains {
            TokenShape.looksLikeCredential(String(decoding: $0, as: UTF8.self))
        }
        let shownPath = isCredential ? Secret(path).masked : path
        func failure(_ words: String, _ advice: String) -> Failure {
            Failure(message: "refers to file \(shownPath), which \(words)", advice: advice, utf8Offset: offset)
        }
        guard !path.isEmpty else {
            throw Failure(
                message: "has a reference to a file without a path",
                advice: "Write ${file:PATH}, the path relative to the config file.",
                utf8Offset: offset
            )
        }
        var bytes: [UInt8]
        do throws(FileReadError) {
            bytes = try environment.contents(
                ofFile: path,
                relativeTo: directory,
                maximumBytes: Self.maximumSecretFileBytes
            )
        } catch {
            throw failure(
                "cannot be read: \(error.words)",
                "Check the path (it is relative to the config file) and that this user may read it."
            )
        }
        // Editors and `echo` end a file with one line break, which is not part of the secret; a second one is.
        if bytes.last == 0x0A {
            bytes.removeLast()
            if bytes.last == 0x0D { bytes.removeLast() }
        }
        guard !bytes.isEmpty else { throw failure("is empty", "Write the value into the file.") }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw failure("is not UTF-8 text", "Save the file as UTF-8 without anything but the value in it.")
        }
        return Piece(bytes: bytes, source: "file \(shownPath)", file: path)
    }

    private static func afterPrefix(_ prefix: StaticString, _ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        prefix.withUTF8Buffer { bytes.starts(with: $0) ? bytes.dropFirst($0.count) : nil }
    }

    private static func hasReferenceInside(_ body: ArraySlice<UInt8>) -> Bool {
        zip(body, body.dropFirst()).contains { $0 == UInt8(ascii: "$") && $1 == UInt8(ascii: "{") }
    }

    /// Whether a variable's name could be a token, or one with letters around it that make it a name: no word of a name is
    /// that long and has digits, nor mixes digits with letters of both cases.
    private static func couldBeCredential(_ name: String) -> Bool {
        if TokenShape.looksLikeCredential(name) { return true }
        return name.utf8.split(separator: UInt8(ascii: "_")).contains { word in
            guard word.contains(where: { (0x30...0x39).contains($0) }) else { return false }
            let hasBothCases =
                word.contains { (0x41...0x5A).contains($0) } && word.contains { (0x61...0x7A).contains($0) }
            return word.count >= 32 || (word.count >= 20 && hasBothCases)
        }
    }

    static func isVariableName(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first, !(0x30...0x39).contains(first) else { return false }
        return bytes.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
        }
    }
}
