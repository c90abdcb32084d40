import DestinationHealth
import TikTokAPI

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

    /// Two hashes of 64 bits, begun differently.
    private static func digest(_ parts: [String]) -> String {
        [StableHash(), StableHash(basis: 0x9AE1_6A3B_2F90_404F)].map { hash in
            var hash = hash
            for part in parts { hash.add(part) }
            let digits = String(hash.value, radix: 16)
            return String(repeating: "0", count: 16 - digits.utf8.count) + digits
        }.joined()
    }
}
