/// A product of somebody else that keeps TikTok destinations in a config of its own.
public struct ForeignProduct: Sendable, Hashable {
    /// How programs call it: `airbyte`.
    public let id: String
    /// How people call its config: `Airbyte source-tiktok-marketing`.
    public let title: String
    /// How people call who works with it: `Airbyte`.
    public let name: String
    /// By what its config is recognised, in a few words.
    public let shape: String
    /// Whether it sends events with what stands in its config.
    public let deliversEvents: Bool
    /// Whether its config has a place for a developer app.
    public let hasApp: Bool

    init(
        _ id: String,
        _ title: String,
        name: String? = nil,
        shape: String,
        deliversEvents: Bool = false,
        hasApp: Bool = false
    ) {
        self.id = id
        self.title = title
        self.name = name ?? title
        self.shape = shape
        self.deliversEvents = deliversEvents
        self.hasApp = hasApp
    }
}

/// What a config that is not ours was recognised as.
public struct RecognisedConfig: Sendable, Hashable {
    /// Its path as the user gave it.
    public let path: String
    /// The product's id.
    public let format: String
    /// The product's name.
    public let title: String
    /// How many TikTok destinations it holds.
    public let destinations: Int
    /// How many destinations or tags of something else it holds, which are left alone.
    public let others: Int

    /// Notes what a config is.
    public init(path: String, format: String, title: String, destinations: Int, others: Int) {
        self.path = path
        self.format = format
        self.title = title
        self.destinations = destinations
        self.others = others
    }

    /// `path: recognised as Airbyte source-tiktok-marketing, 3 others in it are left alone`
    public var sentence: String {
        let left =
            others == 0 ? "" : others == 1 ? ", 1 other in it is left alone" : ", \(others) others in it are left alone"
        return "\(path): recognised as \(title)\(left)"
    }
}
