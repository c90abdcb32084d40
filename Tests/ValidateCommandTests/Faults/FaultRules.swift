import Foundation
import LocatedJSON
import TestSupport
import Testing

/// How a run is asked to tell its results. Every way is taken by some of the cases, and each gives a JSON report too.
enum Presentation: Int, CaseIterable {
    case json, text, quiet, verbose, verboseJSON, colour

    /// Spread over cases by their names.
    static func of(_ name: String) -> Presentation {
        allCases[name.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF } % allCases.count]
    }

    func arguments(reportAt path: String) -> [String] {
        switch self {
        case .json: ["--format", "json"]
        case .verboseJSON: ["--format", "json", "-v"]
        case .text: ["--format", "json=\(path)"]
        case .quiet: ["--format", "text", "--format", "json=\(path)", "-q"]
        case .verbose: ["--format=text", "--format=json=\(path)", "-v"]
        case .colour: ["--format", "json=\(path)", "-v", "--color", "always"]
        }
    }

    var isOnStandardOutput: Bool { self == .json || self == .verboseJSON }
}

/// What holds for every run with a fault in it, whatever the fault.
enum FaultRules {
    /// Ended by itself, with the status expected, in time, and without a secret in any spelling.
    static func expect(
        _ run: ProgramRun,
        status: Int32,
        within seconds: Double,
        secrets: [String] = FaultRun.secrets,
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) {
        #expect(
            run.status == status,
            "\(run.text.suffix(3000))\(run.errorText.suffix(1000))",
            sourceLocation: sourceLocation
        )
        #expect((0...4).contains(run.status) || [130, 143].contains(run.status), sourceLocation: sourceLocation)
        // The promise is half a second; this machine may be very busy.
        #expect(run.duration < .seconds(seconds + 30), sourceLocation: sourceLocation)
        expectNoSecret(in: run.output, secrets, sourceLocation: sourceLocation)
        expectNoSecret(in: run.errors, secrets, sourceLocation: sourceLocation)
    }

    /// The report of a run: whole, with every destination once, in the order of the config.
    static func report(
        of run: ProgramRun,
        _ presentation: Presentation,
        at path: String,
        names: [String],
        secrets: [String] = FaultRun.secrets,
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) throws -> JSONValue {
        let bytes = presentation.isOnStandardOutput ? run.output : [UInt8](try Data(contentsOf: URL(filePath: path)))
        expectNoSecret(in: bytes, secrets, sourceLocation: sourceLocation)
        let report = try JSONDocument(parsing: bytes).root
        let told = report["destinations"]?.elements.map { $0["name"]?.string ?? "" } ?? []
        #expect(told.map { Array($0.utf8) } == names.map { Array($0.utf8) }, sourceLocation: sourceLocation)
        #expect(report["exit_code"]?.number == "\(run.status)", sourceLocation: sourceLocation)
        return report
    }

    static func expectNoSecret(
        in output: [UInt8],
        _ secrets: [String],
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) {
        for (index, secret) in secrets.enumerated() {
            for (name, spelling) in spellings(of: Array(secret.utf8)) where contains(spelling, in: output) {
                Issue.record("secret \(index) is shown, \(name)", sourceLocation: sourceLocation)
            }
        }
    }

    static func contains(_ piece: [UInt8], in bytes: [UInt8]) -> Bool {
        guard let first = piece.first, bytes.count >= piece.count else { return false }
        return bytes.withUnsafeBytes { bytes in
            piece.withUnsafeBytes { piece in
                guard var place = bytes.baseAddress, let wanted = piece.baseAddress else { return false }
                let end = place + (bytes.count - piece.count + 1)
                while place < end, let found = memchr(place, Int32(first), end - place) {
                    if memcmp(found, wanted, piece.count) == 0 { return true }
                    place = UnsafeRawPointer(found) + 1
                }
                return false
            }
        }
    }

    /// A secret as it is, and as others would write it.
    static func spellings(of secret: [UInt8]) -> [(name: String, bytes: [UInt8])] {
        func each(_ spell: (UInt8) -> String) -> [UInt8] { Array(secret.map(spell).joined().utf8) }
        func hex(_ byte: UInt8, _ uppercase: Bool) -> String {
            (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: uppercase)
        }
        func plain(_ byte: UInt8) -> String { String(decoding: [byte], as: UTF8.self) }
        func isPlain(_ byte: UInt8) -> Bool {
            let scalar = Unicode.Scalar(byte)
            return scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                || "-._~".unicodeScalars.contains(scalar)
        }
        var all = [
            ("as it is", secret), ("JSON-escaped", each { "\\u00" + hex($0, false) }),
            ("percent-encoded", each { "%" + hex($0, true) }),
            ("percent-encoded where needed", each { isPlain($0) ? plain($0) : "%" + hex($0, true) }),
            ("XML-escaped", each { "&#\($0);" }), ("XML-escaped in hex", each { "&#x" + hex($0, false) + ";" }),
            ("in hex", each { hex($0, false) }), ("in upper-case hex", each { hex($0, true) }),
        ]
        for shift in 0..<3 {
            // What lies in whole groups of three bytes reads the same whatever stands around it.
            let aligned = secret.dropFirst((3 - shift) % 3)
            let whole = Data(aligned.prefix(aligned.count / 3 * 3)).base64EncodedData()
            all.append(("in base64, shifted by \(shift)", [UInt8](whole)))
        }
        return all
    }
}

extension JSONValue {
    /// A destination of a report.
    func destination(_ name: String) -> JSONValue? {
        self["destinations"]?.elements.first { $0["name"]?.string == name }
    }

    /// Everything that a destination's findings say.
    var said: String {
        var words = ""
        for finding in self["findings"]?.elements.map({ $0 }) ?? [] {
            words += (finding["rule"]?.string ?? "") + ": " + (finding["message"]?.string ?? "") + "\n"
            words += "  \(finding["cause"]?.string ?? "")"
            let evidence = finding["evidence"]
            words += " \(evidence?["http_status"]?.number ?? "-") \(evidence?["code"]?.number ?? "-")"
            words += " \(evidence?["message"]?.string ?? "") \(evidence?["request_id"]?.string ?? "")\n"
        }
        return words
    }
}
