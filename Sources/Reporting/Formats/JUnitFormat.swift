public import DestinationHealth
import LocatedJSON
import TikTokAPI

/// JUnit XML as Jenkins, GitLab and others read it: one suite a destination, one case a rule. An error is a failure, what
/// could not be told an error, and what was not looked at is skipped, with the reason.
public struct JUnitFormat: ReportDocument {
    private let fields: ReportFields

    /// Makes a format.
    public init(masker: SecretMasker) {
        fields = ReportFields(masker: masker)
    }

    private enum Result {
        case passed(notes: [Finding])
        case failed([Finding])
        case unknown([Finding])
        case skipped(reason: String)
    }

    private struct Case {
        let name: String
        let result: Result
    }

    private struct Suite {
        let name: String
        let milliseconds: Int
        let cases: [Case]

        var failures: Int { cases.count { if case .failed = $0.result { true } else { false } } }
        var errors: Int { cases.count { if case .unknown = $0.result { true } else { false } } }
        var skipped: Int { cases.count { if case .skipped = $0.result { true } else { false } } }
    }

    /// The whole run.
    public func bytes(of report: Report) -> [UInt8] {
        var page = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        let suites = self.suites(report)
        let problems = report.problems.filter { $0.severity == .error }
        let tests = suites.reduce(0) { $0 + $1.cases.count } + problems.count
        let failures = suites.reduce(0) { $0 + $1.failures }
        let errors = suites.reduce(0) { $0 + $1.errors } + problems.count
        page += "<testsuites name=\"validate\" tests=\"\(tests)\" failures=\"\(failures)\" errors=\"\(errors)\""
        page += " time=\"\(seconds(report.durationMilliseconds))\">\n"
        let timestamp = String(RFC3339.string(unixTime: report.startedAt).utf8.dropLast()) ?? ""
        if !problems.isEmpty { page += self.problems(problems, timestamp: timestamp) }
        for suite in suites {
            let name = XMLText.attribute(suite.name)
            page += "  <testsuite name=\"\(name)\" tests=\"\(suite.cases.count)\" failures=\"\(suite.failures)\""
            page += " errors=\"\(suite.errors)\" skipped=\"\(suite.skipped)\" time=\"\(seconds(suite.milliseconds))\""
            page += " timestamp=\"\(timestamp)\">\n"
            for test in suite.cases { page += element(test, className: name) }
            page += "  </testsuite>\n"
        }
        return Array((page + "</testsuites>\n").utf8)
    }

    /// Every (class, case) stands once, also where two destinations have one name.
    private func suites(_ report: Report) -> [Suite] {
        var seen: [String: Int] = [:]
        return report.destinations.map { destination in
            let name = fields.name(destination.name)
            let number = seen[name, default: 0] + 1
            seen[name] = number
            return Suite(
                name: number == 1 ? name : "\(name) (\(number))",
                milliseconds: destination.durationMilliseconds,
                cases: destination.checks.map { Case(name: $0.rule, result: result(of: $0, destination)) }
            )
        }
    }

    private func result(of check: CheckResult, _ destination: DestinationReport) -> Result {
        let findings = destination.findings.filter { $0.rule == check.rule }
        switch check.outcome {
        case .passed: return .passed(notes: findings)
        case .failed: return .failed(findings)
        case .unknown: return .unknown(findings)
        case .skipped: return .skipped(reason: check.reason ?? "")
        case .warned:
            // Where warnings alone made the destination unhealthy, they are what failed.
            let isStrict = destination.status == .unhealthy && !destination.findings.contains { $0.severity == .error }
            return isStrict ? .failed(findings) : .passed(notes: findings)
        }
    }

    private func element(_ test: Case, className: String) -> String {
        let head = "    <testcase classname=\"\(className)\" name=\"\(XMLText.attribute(test.name))\" time=\"0\""
        switch test.result {
        case .passed(let notes) where notes.isEmpty: return head + "/>\n"
        case .passed(let notes):
            return head + ">\n      <system-out>\(body(notes))</system-out>\n    </testcase>\n"
        case .failed(let findings): return head + ">\n" + verdict("failure", findings) + "    </testcase>\n"
        case .unknown(let findings): return head + ">\n" + verdict("error", findings) + "    </testcase>\n"
        case .skipped(let reason):
            let message = XMLText.attribute(fields.sentence(reason))
            return head + ">\n      <skipped message=\"\(message)\"/>\n    </testcase>\n"
        }
    }

    private func verdict(_ element: StaticString, _ findings: [Finding]) -> String {
        let message = findings.first.map { fields.sentence($0.message) } ?? "could not tell: another rule says why"
        let type = findings.first?.cause.rawValue ?? "unknown"
        let attributes = "message=\"\(XMLText.attribute(message))\" type=\"\(type)\""
        return "      <\(element) \(attributes)>\(body(findings))</\(element)>\n"
    }

    private func body(_ findings: [Finding]) -> String {
        findings.map { finding in
            let position = finding.source.position
            let place = "\(fields.path(finding.source.file)):\(position.line):\(position.column)"
            return ([place] + fields.lines(finding)).map { XMLText.text($0) }.joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    private func problems(_ problems: [Problem], timestamp: String) -> String {
        var page =
            "  <testsuite name=\"config\" tests=\"\(problems.count)\" failures=\"0\" errors=\"\(problems.count)\""
        page += " skipped=\"0\" time=\"0\" timestamp=\"\(timestamp)\">\n"
        for (index, problem) in problems.enumerated() {
            let message = XMLText.attribute(fields.sentence(problem.message))
            page += "    <testcase classname=\"config\" name=\"problem \(index + 1)\" time=\"0\">\n"
            page += "      <error message=\"\(message)\" type=\"config\"/>\n    </testcase>\n"
        }
        return page + "  </testsuite>\n"
    }

    private func seconds(_ milliseconds: Int) -> String {
        let milliseconds = max(0, milliseconds)
        let fraction = String(1000 + milliseconds % 1000).utf8.dropFirst()
        return "\(milliseconds / 1000)." + String(decoding: fraction, as: UTF8.self)
    }
}
