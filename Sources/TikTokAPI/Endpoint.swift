/// The API calls that a check makes, and what is known of each ("TikTok API for Business v1.3 reference").
public enum Endpoint: String, Sendable, CaseIterable {
    /// Events API 2.0. Judges the token first, then its right to the event source.
    case trackEvents = "/event/track/"
    /// Lists the ad accounts that authorised an app: judges app id, secret and token together.
    case listAdvertisers = "/oauth2/advertiser/get/"
    /// Returns the user of a token. An Events Manager token may be refused here without being bad.
    case userInfo = "/user/info/"
    /// Lists the pixels of an ad account.
    case listPixels = "/pixel/list/"
    /// Returns the scopes of a TikTok account's token.
    case accountTokenInfo = "/tt_user/token_info/get/"
    /// Returns the name of an ad account.
    case advertiserInfo = "/advertiser/info/"
    /// Lists the campaigns of an ad account.
    case listCampaigns = "/campaign/get/"
    /// Lists the ad groups of an ad account.
    case listAdGroups = "/adgroup/get/"
    /// Lists the ads of an ad account.
    case listAds = "/ad/get/"
    /// Reports on an ad account's ads.
    case integratedReport = "/report/integrated/get/"
    /// Lists the audiences of an ad account.
    case listAudiences = "/dmp/custom_audience/list/"

    /// The path below the version, with the slash that TikTok's router insists on.
    public var path: String { "/open_api/v1.3" + rawValue }

    /// The one method that the endpoint answers to.
    public var method: HTTPRequest.Method {
        switch self {
        case .trackEvents, .accountTokenInfo: .post
        case .listAdvertisers, .userInfo, .listPixels, .advertiserInfo, .listCampaigns, .listAdGroups, .listAds,
            .integratedReport, .listAudiences:
            .get
        }
    }

    /// Whether the `data` of its answers is of use; what is not is dropped as soon as an answer is read.
    public var hasUsefulData: Bool {
        switch self {
        case .listAdvertisers, .userInfo, .listPixels, .accountTokenInfo: true
        case .trackEvents, .advertiserInfo, .listCampaigns, .listAdGroups, .listAds, .integratedReport, .listAudiences:
            false
        }
    }

    /// Whether the sandbox host has it ("sandbox supported endpoints", v1.3).
    public var isInSandbox: Bool {
        switch self {
        case .userInfo, .listCampaigns, .listAdGroups, .listAds, .integratedReport, .listAudiences: true
        case .trackEvents, .listAdvertisers, .listPixels, .accountTokenInfo, .advertiserInfo: false
        }
    }
}
