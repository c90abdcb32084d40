import TikTokAPI

/// The calls that the simulator's router knows: those that a check makes, and the reads that prove a scope.
///
/// Kept apart from the client's own list on purpose: a wrong path there must end in a 404 here.
enum Route: String, CaseIterable, Sendable {
    case trackEvents = "/event/track/"
    case listAdvertisers = "/oauth2/advertiser/get/"
    case userInfo = "/user/info/"
    case listPixels = "/pixel/list/"
    case accountTokenInfo = "/tt_user/token_info/get/"
    case advertiserInfo = "/advertiser/info/"
    case listCampaigns = "/campaign/get/"
    case listAdGroups = "/adgroup/get/"
    case listAds = "/ad/get/"
    case report = "/report/integrated/get/"
    case listAudiences = "/dmp/custom_audience/list/"
    case listBusinessCenters = "/bc/get/"

    /// The prefix of each of them.
    static let base = "/open_api/v1.3"

    var method: HTTPRequest.Method {
        switch self {
        case .trackEvents, .accountTokenInfo: .post
        default: .get
        }
    }

    /// Whether the sandbox host has it ("sandbox supported endpoints", v1.3).
    var isInSandbox: Bool {
        switch self {
        case .userInfo, .listCampaigns, .listAdGroups, .listAds, .report, .listAudiences: true
        default: false
        }
    }

    /// The scopes any one of which opens it: its own and those above it ("permission scopes", v1.3); empty for none.
    var scopes: [String] {
        switch self {
        case .trackEvents: ["7224195155857866754", "5"]
        case .listPixels: ["800", "80", "8"]
        case .advertiserInfo: ["100", "10", "1"]
        case .listBusinessCenters: ["150", "15", "1"]
        case .listCampaigns: ["200", "20", "2"]
        case .listAdGroups: ["210", "21", "2"]
        case .listAds: ["220", "22", "2"]
        case .report: ["44", "4"]
        case .listAudiences: ["30", "3"]
        case .listAdvertisers, .userInfo, .accountTokenInfo: []
        }
    }
}
