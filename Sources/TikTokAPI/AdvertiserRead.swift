/// The smallest reads that prove a permission: one row of what an ad account has.
public enum AdvertiserRead: String, Sendable, CaseIterable {
    /// The name and the state of the ad account.
    case account
    /// Its campaigns.
    case campaigns
    /// Its ad groups.
    case adGroups
    /// Its ads.
    case ads
    /// What its ads cost.
    case report
    /// Its audiences.
    case audiences
    /// Its pixels.
    case pixels

    /// Where it is read.
    public var endpoint: Endpoint {
        switch self {
        case .account: .advertiserInfo
        case .campaigns: .listCampaigns
        case .adGroups: .listAdGroups
        case .ads: .listAds
        case .report: .integratedReport
        case .audiences: .listAudiences
        case .pixels: .listPixels
        }
    }

    /// The parameters for one row ("TikTok API for Business v1.3 reference"). A report over the whole lifetime needs no
    /// dates.
    func query(advertiserID: String) -> [(name: String, value: String)] {
        let page = [("page", "1"), ("page_size", "1")]
        return switch self {
        case .account: [("advertiser_ids", "[\"\(advertiserID)\"]"), ("fields", "[\"name\",\"status\"]")]
        case .report:
            [
                ("advertiser_id", advertiserID), ("report_type", "BASIC"), ("data_level", "AUCTION_ADVERTISER"),
                ("dimensions", "[\"advertiser_id\"]"), ("metrics", "[\"spend\"]"), ("query_lifetime", "true"),
            ] + page
        case .campaigns, .adGroups, .ads, .audiences, .pixels: [("advertiser_id", advertiserID)] + page
        }
    }
}
