import Synchronization
import TikTokAPI

/// Who besides its owner may see what stands in a file.
public struct FileExposure: Sendable, Hashable {
    /// The permission bits, as `chmod` takes them.
    public let permissions: UInt16
    /// Whether git keeps the file; false where that could not be told.
    public let isTrackedByGit: Bool

    /// Notes the results about a file.
    public init(permissions: UInt16, isTrackedByGit: Bool = false) {
        self.permissions = permissions & 0o7777
        self.isTrackedByGit = isTrackedByGit
    }

    /// Whether every user of the machine may read it. Its group does not count: giving a secret to the group of a service
    /// is how it is shared on purpose.
    public var isReadableByOthers: Bool { permissions & 0o004 != 0 }

    /// `0644`.
    var mode: String {
        let digits = String(permissions, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
}

/// The results about a config and the secret files that it refers to; gathered by the loader, once all of it is read.
final class FileExposures: Sendable {
    private struct Facts {
        var config: FileExposure?
        var secretFiles: [Secret: FileExposure] = [:]
    }

    private let results = Mutex(Facts())

    /// Of the config; nil where nothing is known, as of standard input, or nobody needs to know.
    var config: FileExposure? { results.withLock { $0.config } }

    /// Of a secret file, by its path as written.
    func secretFile(_ path: String) -> FileExposure? {
        results.withLock { $0.secretFiles[Secret(path)] }
    }

    /// Asks for what the secrets of some destinations make worth knowing.
    func gather(
        for destinations: [Destination],
        readingFiles readsFiles: Bool,
        path: String,
        directory: String?,
        from environment: any ConfigEnvironment
    ) {
        var gathered = Facts()
        if path != "-", destinations.contains(where: { $0.isEnabled && $0.firstPlaintextSecret != nil }) {
            gathered.config = environment.exposure(ofFile: path, relativeTo: nil, asksGit: true)
        }
        // Paths come from the config: they are compared by bytes.
        var seen: Set<Secret> = []
        for destination in readsFiles ? destinations : [] where destination.isEnabled {
            for file in destination.secretTexts.flatMap(\.files) where seen.insert(Secret(file)).inserted {
                gathered.secretFiles[Secret(file)] = environment.exposure(
                    ofFile: file,
                    relativeTo: directory,
                    asksGit: false
                )
            }
        }
        results.withLock { $0 = gathered }
    }
}

extension Destination {
    /// The values that must not be shown.
    var secretTexts: [ConfigText] {
        [accessToken, appSecret, refreshToken].compactMap { $0 }
    }

    /// Hands over each of them, without a list.
    func forEachSecretText(_ body: (ConfigText) -> Void) {
        if let accessToken { body(accessToken) }
        if let secret = appSecret { body(secret) }
        if let refreshToken { body(refreshToken) }
    }

    /// The first of them that is in the config itself.
    var firstPlaintextSecret: ConfigText? {
        if let accessToken, accessToken.isPlaintextSecret { return accessToken }
        return secretTexts.first { $0.isPlaintextSecret }
    }
}
