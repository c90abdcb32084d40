import DestinationHealth
import TikTokAPI
import Testing

/// Whether what the reference says about remedies is what the rules do.
@Suite struct RemedyReachTests {
    /// Answers every request with one return code and no words.
    private struct OneCode: HTTPClient {
        let code: Int

        func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
            let body = #"{"code": \#(code), "message": "", "request_id": "1", "data": {}}"#
            return HTTPResponse(status: 200, body: Array(body.utf8))
        }
    }

    private static let destinations = [
        #"{"pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70", "test_event_code": "TEST12345"}"#,
        #"{"pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"}"#,
        #"{"event_source": "offline", "event_source_id": "7000000000000000009", "access_token": "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"}"#,
        #"{"pixel_id": "D2L6U03C77U3E3CU4PIG", "token_kind": "sandbox", "access_token": "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"}"#,
        #"{"token_kind": "marketing", "advertiser_ids": ["7000000000000000002"], "app": {"app_id": "7000000000000000001", "secret": "9c1e7b3d5f703f8a1c5e7b9d2f4a6c8e0b1d3f5a"}, "access_token": "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"}"#,
        #"{"token_kind": "tiktok_account", "app": {"app_id": "7000000000000000001", "secret": "9c1e7b3d5f703f8a1c5e7b9d2f4a6c8e0b1d3f5a"}, "access_token": "act.k3J9sQ2mVbX7pLzR4tYw8nHc"}"#,
        #"{"token_kind": "tiktok_account", "access_token": "act.k3J9sQ2mVbX7pLzR4tYw8nHc"}"#,
    ]

    private static let configs = destinations.map { LoadedConfig.load($0) }

    /// A code for each meaning that is not asked about again, since a retry waits.
    private static let codes: [Int] = {
        var seen: Set<AnswerMeaning> = []
        return ReturnCode.all.filter { !$0.meaning.traits.isTransient && seen.insert($0.meaning).inserted }.map(
            \.number
        )
    }()

    private static let liveRules = RuleRegistry.all.filter { $0.description.stage == .live }

    @Test("a live rule recommends what its description lists, whatever is answered", arguments: codes)
    func recommended(_ code: Int) async {
        for config in Self.configs {
            for finding in await check(config, offline: false, http: OneCode(code: code)).flatMap(\.findings) {
                let rule = RuleRegistry.all.first { $0.description.id == finding.rule }?.description
                // What could not be told may be any rule's to fix.
                let common = finding.severity == .unknown ? Self.ofLiveRules + Remedy.whenUndecided : []
                let remedy = finding.remediation.remedy
                #expect(
                    remedy.map(((rule?.remedies ?? []) + common).contains) == true,
                    "\(finding.rule) leaves out \(String(describing: remedy)): \(finding.message)"
                )
            }
        }
    }

    @Test("a live rule that runs alone speaks for the others, and no further", arguments: codes)
    func recommendedAlone(_ code: Int) async {
        for config in Self.configs {
            for rule in Self.liveRules {
                let reports = await check(config, rules: [rule], offline: false, http: OneCode(code: code))
                for finding in reports.flatMap(\.findings) {
                    #expect(finding.remediation.remedy.map((Self.ofLiveRules + Remedy.whenUndecided).contains) == true)
                }
            }
        }
    }

    private static let ofMeanings = ReturnCode.all.flatMap(\.explanations).flatMap(\.remedies)
    private static let ofLiveRules = liveRules.flatMap { $0.description.remedies }

    @Test("every remedy is reachable from a rule or a meaning", arguments: Remedy.allCases)
    func reachable(_ remedy: Remedy) {
        let ofRules = RuleRegistry.all.flatMap { $0.description.remedies }
        #expect((ofRules + Self.ofMeanings.map(\.remedy) + Remedy.whenUndecided).contains(remedy))
    }

    @Test("every rule lists what it leads to, each once", arguments: RuleRegistry.all.map { $0.description.id })
    func listed(_ id: String) throws {
        let rule = try #require(RuleRegistry.all.first { $0.description.id == id }).description
        #expect(!rule.remedies.isEmpty)
        #expect(Set(rule.remedies).count == rule.remedies.count)
    }

    @Test("no step of an explanation has a place that was not filled in")
    func filledIn() {
        let ofRules = RuleRegistry.all.flatMap { $0.description.remedyExplanations }
        for explanation in ofRules + Self.ofMeanings {
            #expect(!explanation.steps.isEmpty)
            for step in explanation.steps {
                #expect(step.firstMatch(of: /\{[a-z_]+\}/) == nil, "\(step)")
            }
        }
    }

    @Test("the steps differ by the kind of token where the remedy does")
    func kinds() throws {
        let dead = try #require(ReturnCode.numbered(40105)?.explanations.first)
        #expect(dead.status == .unhealthy)
        #expect(dead.remedies.map(\.kinds) == TokenKind.allCases.map { [$0] })
        let busy = try #require(ReturnCode.numbered(40100)?.explanations.first)
        #expect(busy.status == .unknown)
        #expect(busy.remedies.map(\.kinds) == [[]])
        #expect(ReturnCode.numbered(0)?.explanations.map(\.status) == [.healthy, .unknown])
    }
}
