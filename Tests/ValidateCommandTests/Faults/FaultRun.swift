import Foundation
import TestSupport
import Testing

/// A fault that befalls one destination among healthy ones, and what the built program must say of it.
struct FaultRun: Sendable, CustomTestStringConvertible {
    /// What a server needs to know to misbehave.
    struct Timestamp: Sendable {
        let request: ReceivedRequest
        /// The server itself.
        let here: String
        /// A second server, which nobody may ever connect to.
        let elsewhere: String
        /// How many requests of this destination came before.
        let earlier: Int
    }

    typealias Answer = @Sendable (Timestamp) -> ServerAction

    enum Verdict: String {
        case healthy, unhealthy, unknown

        var exitStatus: Int32 { self == .healthy ? 0 : self == .unhealthy ? 1 : 3 }
    }

    let testDescription: String
    let faults: [Tag]
    let verdict: Verdict
    /// Each must stand in a message or piece of evidence of the destination.
    var words: [String] = []
    /// None may stand anywhere.
    var absent: [String] = []
    /// The faulty destination's members besides its name.
    var members = FaultRun.events
    var options: [String] = []
    /// Whether it is over long before any limit.
    var isImmediate = false
    /// How often the server may be asked by the faulty destination, at most.
    var maximumRequests: Int?
    let answer: Answer

    init(
        _ description: String,
        _ faults: [Tag],
        _ verdict: Verdict = .unknown,
        answers answer: @escaping Answer
    ) {
        testDescription = description
        self.faults = faults
        self.verdict = verdict
        self.answer = answer
    }

    init(_ description: String, _ faults: [Tag], _ verdict: Verdict = .unknown, does action: ServerAction) {
        self.init(description, faults, verdict, answers: { _ in action })
    }

    /// An answer of the API.
    init(_ description: String, _ faults: [Tag], _ verdict: Verdict = .unknown, json: String) {
        self.init(description, faults, verdict, does: .reply(body: json))
    }

    /// Bytes as they are, then the end of the connection.
    init(_ description: String, _ faults: [Tag], _ verdict: Verdict = .unknown, wire: String) {
        self.init(description, faults, verdict, does: .textThenClose(wire))
    }

    func saying(_ words: String...) -> FaultRun { with { $0.words += words } }
    func never(_ words: String...) -> FaultRun { with { $0.absent += words } }
    func of(_ members: String) -> FaultRun { with { $0.members = members } }
    func with(options: String...) -> FaultRun { with { $0.options += options } }
    func atOnce(requests: Int? = nil) -> FaultRun {
        with {
            $0.isImmediate = true
            $0.maximumRequests = requests
        }
    }

    private func with(_ change: (inout FaultRun) -> Void) -> FaultRun {
        var copy = self
        change(&copy)
        return copy
    }

    // MARK: - Destinations

    static let token = "7c1f0b9e52d84a6f3e7a9c0d1b2e4f68a5c3d7e9"
    static let appSecret = "e91b5d7f2a4c6083b1d9f7e5c3a18264907fbd35"
    /// An unusual token, for the encodings that leave letters and digits as they are.
    static let oddToken = "Qw3+tY9/uI~oPa=sDfGhJ.kLzX-cVbNm1234"
    static let accountToken = "act.k3J9sQ2mVbX7pLzR4tYw8nHc"

    static let events = events(token)

    static func events(_ token: String, pixel: String = "COH98PBC77U2GA5OQKK0") -> String {
        #""pixel_id": "\#(pixel)", "access_token": "\#(token)", "test_event_code": "TEST12345""#
    }

    static let advertiser = "7301985562740183041"

    static let app = #""app": {"app_id": "7196993655622416073", "secret": "\#(appSecret)"}"#

    static let ads =
        #""type": "tiktok_ads", "access_token": "\#(token)", \#(app), "advertiser_ids": ["\#(advertiser)"]"#

    static let account = #""type": "tiktok_ads", "access_token": "\#(accountToken)", \#(app)"#

    static let secrets = [token, appSecret, oddToken, accountToken] + controlTokens

    static let controlTokens = [
        "51ab0c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a3b", "62bc1d0e9f807b6c5d4e3f201b0a9d8c7f6e5d4c",
    ]

    static let accepted = #"{"code": 0, "message": "OK", "request_id": "202611211000000102030405060708FF", "data": {}}"#

    static func control(_ index: Int) -> String {
        let pixel = ["CFLFN9BC77UEUNENBHO0", "CMSFOFBC77U29EM3TVI0"][index]
        return #"{"name": "control-\#(index)", \#(events(controlTokens[index], pixel: pixel))}"#
    }

    /// Two healthy destinations, and between them others.
    static func config(_ destinations: [String]) -> String {
        let list = [control(0)] + destinations + [control(1)]
        return "{\"destinations\": [\n\(list.joined(separator: ",\n"))\n]}"
    }
}
