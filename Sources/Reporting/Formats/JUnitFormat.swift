package import DestinationHealth
import LocatedJSON
import TikTokAPI

/// JUnit XML as Jenkins, GitLab and others read it: one suite a destination, one case a rule. An error is a failure, what
/// could not be told an error, and what was not looked at is skipped, with the reason.
package struct JUnitFormat: ReportDocument {
    private let fields: ReportFields

    /// Makes a format.
    package init(masker: SecretMasker) {
        fields = ReportFields(masker: masker)
    }

    private enum Result {
        case passed(notes: [Finding])
        case failed([Finding])
        case unknown([Finding])
        case skipped(reason: String)
        case broken(String)
        case remarked(String)

        var isError: Bool {
            switch self {
            case .unknown, .broken: true
            case .passed, .failed, .skipped, .remarked: false
            }
        }
    }

    private struct Case {
        let name: String
        let result: Result
    }

    private struct Suite {
        /// Escaped.
        let name: String
        let milliseconds: Int
        let cases: [Case]

        var failures: Int { cases.count { if case .failed = $0.result { true } else { false } } }
        var errors: Int { cases.count { $0.result.isError } }
        var skipped: Int { cases.count { if case .skipped = $0.result { true } else { false } } }
    }

    /// The whole run.
    package func bytes(of report: Report) -> [UInt8] {
        var page = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        let suites = self.suites(report)
        let tests = suites.reduce(0) { $0 + $1.cases.count }
        let failures = suites.reduce(0) { $0 + $1.failures }
        let errors = suites.reduce(0) { $0 + $1.errors }
        page += "<testsuites name=\"validate\" tests=\"\(tests)\" failures=\"\(failures)\" errors=\"\(errors)\""
        page += " time=\"\(report.durationMilliseconds.inSeconds)\">\n"
        let timestamp = String(Timestamp.text(report.metadata.startedAt).utf8.dropLast()) ?? ""
        for suite in suites {
            page += "  <testsuite name=\"\(suite.name)\" tests=\"\(suite.cases.count)\" failures=\"\(suite.failures)\""
            page += " errors=\"\(suite.errors)\" skipped=\"\(suite.skipped)\" time=\"\(suite.milliseconds.inSeconds)\""
            page += " timestamp=\"\(timestamp)\">\n"
            for test in suite.cases { page += element(test, className: suite.name) }
            page += "  </testsuite>\n"
        }
        return withoutOldCommands(Array((page + "</testsuites>\n").utf8))
    }

    /// No text can be taken for a command by the runner of GitHub Actions (`##[group]`), and none is changed.
    private func withoutOldCommands(_ page: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(page.count)
        var previous: UInt8 = 0
        for byte in page {
            if byte == UInt8(ascii: "#"), previous == byte { result += "&#35;".utf8 } else { result.append(byte) }
            previous = byte
        }
        return result
    }

    /// Every (class, case) stands once, also where two destinations have one name, or look as if they had.
    private func suites(_ report: Report) -> [Suite] {
        let run = Suite(name: "validate", milliseconds: 0, cases: runCases(report))
        var names: Set<[UInt8]> = [Array(run.name.utf8)]
        var numbers: [[UInt8]: Int] = [:]
        let suites = report.destinations.map { destination in
            let plain = XMLText.attribute(fields.name(destination.name))
            var name = plain
            while !names.insert(Array(name.utf8)).inserted {
                // From where the last one of the name found its number, or many of one name would take for ever.
                let number = numbers[Array(plain.utf8), default: 1] + 1
                numbers[Array(plain.utf8)] = number
                name = "\(plain) (\(number))"
            }
            return Suite(name: name, milliseconds: destination.durationMilliseconds, cases: cases(destination))
        }
        return run.cases.isEmpty ? suites : [run] + suites
    }

    /// What befell the run rather than a destination.
    private func runCases(_ report: Report) -> [Case] {
        var cases: [Case] = report.problems.enumerated().map { number, problem in
            let words = fields.sentence(problem.message)
            let isError = problem.severity == .error
            return Case(name: "problem \(number + 1)", result: isError ? .broken(words) : .remarked(words))
        }
        if report.isInterrupted {
            cases.append(Case(name: "interrupted", result: .broken("interrupted: not everything was checked")))
        }
        if let headline = report.headline {
            cases.append(Case(name: "headline", result: .remarked(fields.sentence(headline))))
        }
        return cases
    }

    /// A case for each rule; no finding is lost, and nothing that was passed over goes without one.
    private func cases(_ destination: DestinationReport) -> [Case] {
        var cases = destination.checks.map { Case(name: $0.rule, result: result(of: $0, destination)) }
        var told = Set(destination.checks.map(\.rule))
        for finding in destination.findings where told.insert(finding.rule).inserted {
            let findings = destination.findings.filter { $0.rule == finding.rule }
            let outcome: CheckResult.Outcome =
                switch findings.map(\.severity).max() {
                case .error: .failed
                case .unknown: .unknown
                case .warning: .warned
                case .note, nil: .passed
                }
            let check = CheckResult(rule: finding.rule, outcome: outcome)
            cases.append(Case(name: finding.rule, result: result(of: check, destination)))
        }
        if cases.isEmpty, destination.status == .skipped {
            cases.append(Case(name: "enabled", result: .skipped(reason: "disabled in the config")))
        }
        return cases
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
            let words = XMLText.text(fields.sentence(reason))
            return head + ">\n      <skipped message=\"\(words)\">\(words)</skipped>\n    </testcase>\n"
        case .broken(let words):
            let words = XMLText.text(words)
            return head + ">\n      <error message=\"\(words)\" type=\"run\">\(words)</error>\n    </testcase>\n"
        case .remarked(let words):
            return head + ">\n      <system-out>\(XMLText.text(words))</system-out>\n    </testcase>\n"
        }
    }

    private func verdict(_ element: StaticString, _ findings: [Finding]) -> String {
        let gravest = findings.max { $0.severity < $1.severity }
        let message = gravest.map { fields.sentence($0.message) } ?? "could not tell: another rule says why"
        let type = gravest?.cause.rawValue ?? "unknown"
        let attributes = "message=\"\(XMLText.attribute(message))\" type=\"\(type)\""
        let text = findings.isEmpty ? XMLText.text(message) : body(findings)
        return "      <\(element) \(attributes)>\(text)</\(element)>\n"
    }

    private func body(_ findings: [Finding]) -> String {
        findings.map { finding in
            let position = finding.source.position
            let place = "\(fields.path(finding.source.file)):\(position.line):\(position.column)"
            // A line that began with a text from outside could be taken for a command by GitHub's runner.
            var lines = fields.lines(finding)
            lines[0] = "\(place): \(lines[0])"
            return lines.map { XMLText.text($0) }.joined(separator: "\n")
        }.joined(separator: "\n\n")
    }
}
