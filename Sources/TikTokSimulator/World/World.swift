import LocatedJSON
import TikTokAPI

/// What exists in the simulator: tokens, pixels, apps, ad accounts, and the faults of requests.
///
/// A world is a JSON object; every section may be left out. Any object may have a `note` for people.
///
/// ```json
/// {
///   "advertisers": { "<advertiser id>": { "name": "...", "status": "enabled | disabled | deleted" } },
///   "apps":        { "<app id>": { "secret": "...", "status": "active | blocked" } },
///   "pixels":      { "<pixel code>": { "pixel_id": "...", "name": "...", "advertiser": "<advertiser id>",
///                                      "ownership": "OWNED | TRANSFERRED | SHARED | UNBOUND" } },
///   "event_sets":  { "<id>": { "event_source": "app | offline | crm", "advertiser": "<advertiser id>" } },
///   "tokens":      { "<token>": { "kind": "events_manager | marketing | tiktok_account | sandbox",
///                                 "status": "active | revoked | expired", ... } },
///   "faults":      [ { "fault": "...", "token": "...", "pixel": "...", "endpoint": "/event/track/", "times": 1 } ]
/// }
/// ```
///
/// - `advertisers`: `name` is required, `status` is `enabled`.
/// - `apps`: `secret` is required, `status` is `active`.
/// - `pixels`: `advertiser` is required; `ownership` is `OWNED`, which TikTok writes as no status at all. An `UNBOUND`
///   pixel is still listed, but tokens of its whole ad account have no right to it.
/// - `event_sets`: what `event_source_id` names where `event_source` is not `web`.
/// - `tokens`: `kind` is required, `status` is `active`.
///   - `events_manager`: `pixels` (codes) or `advertiser` (all event sources of that ad account), at least one of them.
///   - `marketing`: `app` is required; `advertisers` (ids), `scopes` (numbers or digit strings).
///   - `sandbox`: known to the sandbox host only; `advertisers`, `scopes`.
///   - `tiktok_account`: `app` is required; `open_id`, `scopes` (names such as `video.list`).
/// - `faults`: the first that matches decides. A fault without `token`, `pixel` and `endpoint` matches everything;
///   `times` limits it to the first attempts at one question, so that a retry gets through.
///   - Answers of the API: `throttled` (40100), `pixel_throttled` (40132), `maintenance` (60001), `server_error`
///     (50000), `banned_region` (41000), `unknown_code` (49999), `partial` (20001).
///   - Answers that are none: `gateway_502`, `http_429`, `captive_portal`, `redirect`, `empty_body`, `truncated_json`,
///     `contradictory_code`, `duplicate_code`, `code_zero_http_500`.
///   - No answer: `timeout`, `connection_refused`, `connection_closed`, `certificate_expired`,
///     `certificate_untrusted`, `name_not_found`, `proxy_authentication`.
///   - `clock_skew`: the usual answer, its `Date` off by `seconds` (900).
///   - `reply`: `http_status` (200), `headers` (an object of strings), and `body`: a string is sent as it is, an
///     object or array as it is written.
///
/// Unknown keys, wrong types, and references to tokens, pixels, apps or ad accounts that the world does not hold are
/// errors.
public struct World: Sendable {
    var advertisers: [String: Advertiser] = [:]
    var apps: [String: App] = [:]
    var pixels: [String: Pixel] = [:]
    var eventSets: [String: EventSet] = [:]
    var tokens: [Secret: Token] = [:]
    var faults: [Fault] = []

    /// A world in which nothing exists: every token is wrong.
    public init() {}

    /// Reads a world.
    ///
    /// - Parameter bytes: The JSON text.
    /// - Throws: ``WorldError`` for the first thing that is wrong.
    public init(parsing bytes: [UInt8]) throws(WorldError) {
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(parsing: bytes)
        } catch {
            throw WorldError(error.message, at: error.position)
        }
        self = try WorldReader(document.root).world()
    }

    /// The world that `--simulate` shows when no file is named; ``builtInText`` says what is in it.
    public static let builtIn: World = {
        // A test proves that the text is a world; should that ever fail, every token is simply wrong.
        (try? World(parsing: Array(builtInText.utf8))) ?? World()
    }()

    func fault(for question: Question, attempt: Int) -> Fault? {
        faults.first { $0.matches(question, attempt: attempt) }
    }

    /// Whether an ad account is there to be worked with.
    func isAlive(advertiser id: String) -> Bool {
        advertisers[id].map { $0.status != .deleted } ?? false
    }
}

extension World {
    struct Advertiser: Sendable {
        enum Status: String, CaseIterable, Sendable {
            case enabled, disabled, deleted
        }

        let name: String
        let status: Status
    }

    struct App: Sendable {
        enum Status: String, CaseIterable, Sendable {
            case active, blocked
        }

        let secret: Secret
        let status: Status
    }

    struct Pixel: Sendable {
        /// How the ad account holds it ("/pixel/list/", `asset_relation_status`, v1.3).
        enum Ownership: String, CaseIterable, Sendable {
            case owned = "OWNED"
            case transferred = "TRANSFERRED"
            case shared = "SHARED"
            case unbound = "UNBOUND"
        }

        let code: String
        let pixelID: String
        let name: String
        let advertiser: String
        let ownership: Ownership
    }

    struct EventSet: Sendable {
        enum Source: String, CaseIterable, Sendable {
            case app, offline, crm
        }

        let source: Source
        let advertiser: String
    }

    struct Token: Sendable {
        enum Kind: String, CaseIterable, Sendable {
            case eventsManager = "events_manager"
            case marketing
            case tiktokAccount = "tiktok_account"
            case sandbox
        }

        enum Status: String, CaseIterable, Sendable {
            case active, revoked, expired
        }

        let kind: Kind
        let status: Status
        var pixels: [String] = []
        var advertisers: [String] = []
        var app: String?
        var scopes: [String] = []
        var openID: String?
    }
}
