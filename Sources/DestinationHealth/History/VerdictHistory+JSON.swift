import LocatedJSON

/// Why a text is no history.
public enum HistoryFault: Error, Sendable, Hashable {
    /// It is cut off or was changed.
    case damaged(String)
    /// It is something else.
    case foreign
    /// A later version of the program wrote it.
    case later(version: String)

    /// What to say of the file, after its name.
    public var words: String {
        switch self {
        case .damaged(let place): "is damaged (\(place))"
        case .foreign: "is not a state of validate"
        case .later(let version): "was written by a later version (state version \(version))"
        }
    }
}

extension VerdictHistory {
    private static let format = "validate-state"
    private static let version = 1
    /// The last second of the year 9999.
    private static let times = 0...253_402_300_799

    /// Reads what ``bytes(savedAt:)`` wrote. Members that it does not know are passed over.
    public init(parsing bytes: [UInt8]) throws(HistoryFault) {
        let root: JSONValue
        do throws(JSONError) {
            root = try JSONDocument(parsing: bytes).root
        } catch {
            // The error's own words may quote the text, which may be anything.
            throw .damaged("no JSON from line \(error.position.line), column \(error.position.column) on")
        }
        guard root["format"]?.string == Self.format else { throw .foreign }
        guard let version = root["version"]?.number else { throw .damaged("version") }
        guard version == String(Self.version) else {
            // Only digits are quoted.
            throw Int(version).map { $0 > Self.version } == true ? .later(version: version) : .damaged("version")
        }
        guard let world = root["world"]?.string else { throw .damaged("world") }
        self.init(world: world)
        savedAt = try Self.time(root, "saved_at")
        guard case .array? = root["destinations"]?.kind, let elements = root["destinations"]?.elements else {
            throw .damaged("destinations")
        }
        for element in elements {
            let (key, record) = try Self.record(element)
            guard records.updateValue(record, forKey: key) == nil else { throw .damaged("one destination twice") }
        }
    }

    private static func record(_ value: JSONValue) throws(HistoryFault) -> (VerdictRecord.Key, VerdictRecord) {
        guard let config = value["config"]?.string, let name = value["name"]?.string else { throw .damaged("name") }
        let ordinal = try number(value, "ordinal", in: 0...Int(Int32.max)) ?? 0
        guard let seenAt = try time(value, "seen_at") else { throw .damaged("seen_at") }
        var record = VerdictRecord(seenAt: seenAt)
        record.status = try status(value, "status")
        record.since = try time(value, "since")
        record.runs = try number(value, "runs", in: 0...Int(Int32.max)) ?? 0
        record.changedFrom = try status(value, "changed_from")
        record.determinedAt = try time(value, "determined_at")
        record.provenAt = try time(value, "proven_at")
        guard (record.status == nil) == (record.since == nil), (record.status == nil) == (record.runs == 0) else {
            throw .damaged("since")
        }
        if let pending = value["pending"] {
            guard let told = try status(pending, "status"), let since = try time(pending, "since"),
                let runs = try number(pending, "runs", in: 1...Int(Int32.max)), let known = record.status, told != known
            else { throw .damaged("pending") }
            record.pending = VerdictRecord.Pending(status: told, since: since, runs: runs)
        }
        if let proof = value["proof"] {
            guard let time = try time(proof, "time"),
                let salt = bytes(proof["salt"]?.string, count: ProofMark.saltLength),
                let digest = bytes(proof["hash"]?.string, count: ProofMark.digestLength)
            else { throw .damaged("proof") }
            record.proof = ProofMark(time: time, salt: salt, digest: digest)
        }
        if let rules = value["failed_rules"] {
            record.failedRules = rules.elements.compactMap(\.string)
            guard record.failedRules.count == rules.count else { throw .damaged("failed_rules") }
        }
        if let timeline = value["timeline"] {
            for entry in timeline.elements.suffix(VerdictRecord.maximumChanges) {
                let parts = Array(entry.elements)
                guard parts.count == 2, let time = parts[0].number.flatMap({ Int($0) }), times.contains(time),
                    let letter = parts[1].string, let status = letters.first(where: { $0.value == letter })?.key
                else { throw .damaged("timeline") }
                record.timeline.append(VerdictRecord.Change(time: time, status: status))
            }
        }
        return (VerdictRecord.Key(config: config, name: name, ordinal: ordinal), record)
    }

    private static let letters: [HealthStatus: String] = [
        .healthy: "H", .unhealthy: "U", .unknown: "?", .skipped: "-",
    ]

    /// The bytes that hexadecimal digits spell; nil for anything else.
    private static func bytes(_ text: String?, count: Int) -> [UInt8]? {
        guard let digits = text.map({ Array($0.utf8) }), digits.count == 2 * count else { return nil }
        var bytes: [UInt8] = []
        for place in stride(from: 0, to: digits.count, by: 2) {
            guard digits[place] != UInt8(ascii: "+"), digits[place] != UInt8(ascii: "-"),
                let byte = UInt8(String(decoding: digits[place...(place + 1)], as: UTF8.self), radix: 16)
            else { return nil }
            bytes.append(byte)
        }
        return bytes
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 0xF, radix: 16) }.joined()
    }

    private static func status(_ value: JSONValue, _ key: String) throws(HistoryFault) -> HealthStatus? {
        guard let member = value[key], member.kind != .null else { return nil }
        switch member.string {
        case "healthy": return .healthy
        case "unhealthy": return .unhealthy
        default: throw .damaged(key)
        }
    }

    private static func time(_ value: JSONValue, _ key: String) throws(HistoryFault) -> Int? {
        try number(value, key, in: times)
    }

    private static func number(
        _ value: JSONValue,
        _ key: String,
        in bounds: ClosedRange<Int>
    ) throws(HistoryFault) -> Int? {
        guard let member = value[key], member.kind != .null else { return nil }
        guard let number = member.number.flatMap({ Int($0) }), bounds.contains(number) else { throw .damaged(key) }
        return number
    }

    /// The history as a text, without what no run has checked for 90 days.
    public mutating func bytes(savedAt now: Int) -> [UInt8] {
        let now = min(max(now, Self.times.lowerBound), Self.times.upperBound)
        prune(at: now)
        savedAt = now
        var writer = JSONWriter(pretty: false)
        writer.beginObject()
        writer.key("format")
        writer.string(Self.format)
        writer.key("version")
        writer.integer(Self.version)
        writer.key("world")
        writer.string(world)
        writer.key("saved_at")
        writer.integer(now)
        writer.key("destinations")
        writer.beginArray()
        for (key, record) in records.sorted(by: { Self.precedes($0.key, $1.key) }) {
            Self.write(key, record, to: &writer)
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes + [0x0A]
    }

    private static func precedes(_ left: VerdictRecord.Key, _ right: VerdictRecord.Key) -> Bool {
        if !left.config.utf8.elementsEqual(right.config.utf8) {
            return left.config.utf8.lexicographicallyPrecedes(right.config.utf8)
        }
        if !left.name.utf8.elementsEqual(right.name.utf8) {
            return left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
        }
        return left.ordinal < right.ordinal
    }

    private static func write(_ key: VerdictRecord.Key, _ record: VerdictRecord, to writer: inout JSONWriter) {
        func text(_ name: String, _ value: String?) {
            guard let value else { return }
            writer.key(name)
            writer.string(value)
        }
        func number(_ name: String, _ value: Int?) {
            guard let value else { return }
            writer.key(name)
            writer.integer(value)
        }
        writer.beginObject()
        text("config", key.config)
        text("name", key.name)
        number("ordinal", key.ordinal == 0 ? nil : key.ordinal)
        text("status", record.status?.rawValue)
        number("since", record.since)
        number("runs", record.runs)
        text("changed_from", record.changedFrom?.rawValue)
        number("determined_at", record.determinedAt)
        number("proven_at", record.provenAt)
        number("seen_at", record.seenAt)
        if let pending = record.pending {
            writer.key("pending")
            writer.beginObject()
            text("status", pending.status.rawValue)
            number("since", pending.since)
            number("runs", pending.runs)
            writer.endObject()
        }
        if let proof = record.proof {
            writer.key("proof")
            writer.beginObject()
            number("time", proof.time)
            text("salt", hexadecimal(proof.salt))
            text("hash", hexadecimal(proof.digest))
            writer.endObject()
        }
        writer.key("failed_rules")
        writer.beginArray()
        for rule in record.failedRules { writer.string(rule) }
        writer.endArray()
        writer.key("timeline")
        writer.beginArray()
        for change in record.timeline {
            writer.beginArray()
            writer.integer(change.time)
            writer.string(letters[change.status] ?? "?")
            writer.endArray()
        }
        writer.endArray()
        writer.endObject()
    }
}
