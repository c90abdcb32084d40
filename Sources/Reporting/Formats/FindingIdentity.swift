import DestinationHealth

/// Gives each finding a name that stays the same while lines move, so that a service which keeps findings from run to run
/// knows them again.
///
/// It is made of the file, the destination, the rule and the field, and a number where all of these are the same. Neither
/// the place nor the words go into it: words may name a date.
struct FindingIdentity {
    private var seen: [[String]: Int] = [:]

    /// 32 hexadecimal digits. The texts are masked before, so that nothing is made from a secret.
    mutating func fingerprint(of finding: Finding, destination: DestinationReport, _ fields: ReportFields) -> String {
        let file = fields.repositoryPath(finding.source.file)
        return fingerprint([file, fields.name(destination.name), finding.rule, fields.ours(finding.field ?? "")])
    }

    /// The same for a problem of the run.
    mutating func fingerprint(of problem: Problem, _ fields: ReportFields) -> String {
        fingerprint(["problem", problem.source.map { fields.repositoryPath($0.file) } ?? ""])
    }

    private mutating func fingerprint(_ key: [String]) -> String {
        let number = seen[key, default: 0]
        seen[key] = number + 1
        return Self.digest(key + [String(number)])
    }

    /// Two FNV-1a hashes of 64 bits, begun differently. Nothing rests on them but telling findings apart.
    private static func digest(_ parts: [String]) -> String {
        var hashes: [UInt64] = [0xCBF2_9CE4_8422_2325, 0x9AE1_6A3B_2F90_404F]
        for part in parts {
            for byte in part.utf8 + [0xFF] {
                for index in hashes.indices { hashes[index] = (hashes[index] ^ UInt64(byte)) &* 0x100_0000_01B3 }
            }
        }
        return hashes.map { hash in
            let digits = String(hash, radix: 16)
            return String(repeating: "0", count: 16 - digits.utf8.count) + digits
        }.joined()
    }
}
