import LocatedJSON
import TikTokAPI

extension DestinationReader {
    /// A text that is a field's value, or part of it.
    mutating func text(_ path: FieldPath, _ value: JSONValue) -> ConfigText? {
        guard let text = value.string else {
            rejectType(path.text, "a string", value)
            return nil
        }
        let outline = TextOutline(of: text)
        // Nearly every text is written out, and escapes would make it shorter than what is between the quotes.
        let hasEscapes = text.utf8.count < value.byteRange.count - 2
        guard hasEscapes || ReferenceResolver.mayHaveReference(outline.classes) else {
            return ConfigText(path, written: text, outline, SourceRange(file, value.byteRange))
        }
        return SourceText(value).flatMap { self.text(path, $0) }
    }

    /// The same of a text that may be written in some other way than as a JSON string.
    mutating func text(_ path: FieldPath, _ written: SourceText) -> ConfigText? {
        guard let resolution = resolved(path.text, written) else { return nil }
        let isLiteral = resolution.origin == .literal
        return ConfigText(
            path,
            raw: Secret(resolution.text),
            origin: resolution.origin,
            range: SourceRange(file, written.range),
            placement: written.placement.withDoubledDollars(at: resolution.doubledDollars),
            reference: written.variable.map { "${env:\($0)}" } ?? (isLiteral ? nil : written.text),
            files: resolution.files,
            isFallback: resolution.isFallback,
            key: displayName.map { _ in shownPath(path.text) }
        )
    }

    /// The text of a value of which nothing else is to be known.
    mutating func resolvedText(_ field: String, _ value: JSONValue) -> String? {
        guard let text = value.string else {
            rejectType(field, "a string", value)
            return nil
        }
        guard ReferenceResolver.mayHaveReference(ByteClasses(of: text)) else { return text }
        return SourceText(value).flatMap { resolved(field, $0)?.text }
    }

    /// What a text says once its references are followed; nil, with a defect noted, where they lead nowhere.
    mutating func resolved(_ field: String, _ written: SourceText) -> ReferenceResolver.Resolution? {
        do throws(ReferenceResolver.Failure) {
            return try resolver.resolve(written.text)
        } catch {
            let start = written.placement.byteOffset(ofTextByte: error.utf8Offset)
            destination.defects.append(
                ConfigDefect(
                    kind: .reference,
                    field: field,
                    message: "\(shownPath(field)) \(error.message)",
                    advice: error.advice,
                    range: SourceRange(file, start..<max(start, written.range.upperBound - 1))
                )
            )
            return nil
        }
    }
}
