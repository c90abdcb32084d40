import LocatedJSON
public import TikTokAPI

/// What became of one config file.
public struct LoadedConfig: Sendable {
    /// The file's destinations in order, those with errors and disabled ones too.
    public let destinations: [Destination]
    /// What is wrong with the file as a whole.
    public let problems: [Problem]
    /// What the file was recognised as, where it is another product's; nil for our own.
    public let recognised: RecognisedConfig?
    /// Every text in it that must not be shown, as written and as cleaned.
    public let secrets: [Secret]
    /// The paths of the secret files that were read, as they can be opened from here.
    public let secretFiles: [String]
}

/// Turns the text of a config into destinations. Whatever is wrong inside a destination becomes a defect of that
/// destination and leaves the others alone.
public struct ConfigLoader: Sendable {
    /// The largest config that is read, in bytes.
    public static let maximumBytes = JSONLimits().maximumBytes

    private let environment: any ConfigEnvironment

    /// Makes a loader.
    ///
    /// - Parameter environment: Where files are read and references are looked up; by default those of this process.
    public init(environment: any ConfigEnvironment = SystemEnvironment()) {
        self.environment = environment
    }

    /// Reads a file and loads the config in it.
    ///
    /// - Parameter path: Where it lies, at most ``maximumBytes`` long; `-` has no meaning here.
    /// - Returns: The destinations, and what is wrong with the file as a whole: that it is no JSON, say.
    /// - Throws: ``FileReadError`` where the file cannot be read.
    public func load(contentsOf path: String) throws(FileReadError) -> LoadedConfig {
        load(
            try environment.contents(ofFile: path, relativeTo: nil, maximumBytes: Self.maximumBytes),
            path: path
        )
    }

    /// Loads one config.
    ///
    /// - Parameters:
    ///   - bytes: The text, UTF-8.
    ///   - path: Its path as the user gave it; `-` for standard input.
    /// - Returns: The destinations, and what is wrong with the text as a whole.
    public func load(_ bytes: [UInt8], path: String) -> LoadedConfig {
        if DotenvDocument.recognises(bytes) { return loadDotenv(bytes, path: path) }
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(parsing: bytes)
        } catch {
            return Self.unreadable(path, "not valid JSON", error)
        }
        let foreign = ForeignFormat.of(document.root).map { ($0.product, $0.read(document.root)) }
        return load(.json(document), root: document.root, foreign: foreign, path: path)
    }

    private func loadDotenv(_ bytes: [UInt8], path: String) -> LoadedConfig {
        let document: DotenvDocument
        do throws(JSONError) {
            document = try DotenvDocument(bytes)
        } catch {
            return Self.unreadable(path, "not valid as a .env file", error)
        }
        return load(.dotenv(document), root: nil, foreign: (Dotenv.product, Dotenv.read(document)), path: path)
    }

    private static func unreadable(_ path: String, _ words: String, _ error: JSONError) -> LoadedConfig {
        let location = SourceLocation(file: path, position: error.position)
        let problem = Problem("\(path): \(words): \(error.message)", source: location)
        return LoadedConfig(
            destinations: [],
            problems: [problem],
            recognised: nil,
            secrets: [],
            secretFiles: []
        )
    }

    private func load(
        _ document: ConfigDocument,
        root: JSONValue?,
        foreign: (product: ForeignProduct, reading: ForeignConfig)?,
        path: String
    ) -> LoadedConfig {
        let shownPlaces = foreign.map { Set($0.reading.shownPlaces) }
        var references = environment
        if case .dotenv(let variables) = document {
            references = DotenvEnvironment(outside: environment, document: variables)
        }
        var reading = ConfigParser(
            file: SourceFile(path: path, document: document, shownPlaces: shownPlaces),
            resolver: ReferenceResolver(environment: references, directory: Self.directory(of: path))
        )
        if let foreign {
            reading.read(foreign.reading, of: foreign.product, root: root)
        } else if let root {
            reading.read(root)
        }
        let directory = Self.directory(of: path)
        reading.file.exposures.gather(
            for: reading.destinations,
            readingFiles: !reading.secretFiles.isEmpty,
            path: path,
            directory: directory,
            from: environment
        )
        return LoadedConfig(
            destinations: reading.destinations,
            problems: reading.problems,
            recognised: foreign.map { product, reading in
                RecognisedConfig(
                    path: path,
                    format: product.id,
                    title: product.title,
                    destinations: reading.destinations.count,
                    others: reading.others
                )
            },
            secrets: reading.strayCredentials.isEmpty ? reading.secrets : reading.secrets + reading.strayCredentials,
            secretFiles: reading.secretFiles.map { file in
                file.utf8.first == UInt8(ascii: "/")
                    ? file : [directory, file].compactMap { $0 }.joined(separator: "/")
            }
        )
    }

    /// The directory part of a path, for references relative to it; nil for none.
    private static func directory(of path: String) -> String? {
        guard path != "-", let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
        return slash == path.utf8.startIndex ? "/" : String(path[..<slash])
    }
}
