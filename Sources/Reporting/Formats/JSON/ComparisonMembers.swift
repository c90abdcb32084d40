import TikTokAPI
package import DestinationHealth
import LocatedJSON

/// A comparison with an earlier report as members of a JSON object.
struct ComparisonMembers {
    let masker: SecretMasker

    func write(_ comparison: ReportComparison, to writer: inout JSONWriter) {
        writer.member("file", masker.mask(field: comparison.earlier.path))
        writer.member("started_at", Timestamp.text(comparison.earlier.startedAt))
        writer.member("interrupted", comparison.earlier.isInterrupted)
        writer.member("status", comparison.status.rawValue)
        writer.member("headline", comparison.headline)
        write("worse", comparison.worse, to: &writer)
        write("better", comparison.better, to: &writer)
        write("as_before", comparison.asBefore, to: &writer)
        write("added", comparison.added, to: &writer)
        write("absent", comparison.absent, to: &writer)
    }

    private func write(_ key: String, _ entries: [ReportComparison.Entry], to writer: inout JSONWriter) {
        writer.array(key, of: entries) { writer, entry in
            writer.member("name", masker.mask(field: entry.name))
            writer.member("file", masker.mask(field: entry.file))
            writer.member("was", entry.was?.rawValue)
            writer.member("now", entry.now?.rawValue)
            for (key, rules) in [
                ("new_errors", entry.newErrors), ("mended", entry.fixed), ("unchecked", entry.unchecked),
            ] {
                writer.key(key)
                writer.beginArray()
                for rule in rules { writer.string(rule) }
                writer.endArray()
            }
        }
    }
}

/// A comparison of two reports as JSON, for `validate diff`.
package struct ComparisonFormat: Sendable {
    /// The version of the shape: keys may be added, none removed.
    package static let diffVersion = 1

    /// The comparison as UTF-8, with a line break at its end.
    package static func bytes(of comparison: ReportComparison, toolVersion: String, exitCode: Int) -> [UInt8] {
        var writer = JSONWriter(pretty: true)
        writer.beginObject()
        writer.member("diff_version", diffVersion)
        writer.key("tool")
        writer.beginObject()
        writer.member("name", "validate")
        writer.member("version", toolVersion)
        writer.endObject()
        writer.member("exit_code", exitCode)
        writer.key("baseline")
        writer.beginObject()
        ComparisonMembers(masker: .none).write(comparison, to: &writer)
        writer.endObject()
        writer.endObject()
        return writer.bytes + [0x0A]
    }
}
