public import TikTokAPI

/// Destinations written as a config of ours in which every secret is a reference.
public struct GeneratedConfig: Sendable {
    /// A variable that the config reads.
    public struct Variable: Sendable {
        /// Its name.
        public let name: String
        /// What is read from it, such as `access_token of shop-eu`.
        public internal(set) var uses: [String]
        /// What it has to hold, as cleaned; nil where that could not be read.
        public let value: Secret?
    }

    /// The text, with a line break at its end.
    public let bytes: [UInt8]
    /// Every variable that it reads, in the order of the text.
    public let variables: [Variable]
    /// What could not be written: one line each, lower case, never a value.
    public let omissions: [String]

    /// Writes destinations of whatever configs, in order.
    ///
    /// Values are written cleaned, names are made unique, and a value that came from a reference goes on coming from it. A
    /// secret that was written out is read from a variable named after its destination; one that several share, from one.
    public init(_ destinations: [Destination]) {
        var writer = ConfigWriter(destinations)
        for destination in destinations { writer.write(destination) }
        bytes = writer.finished()
        variables = writer.references.variables
        omissions = writer.omissions
    }
}
