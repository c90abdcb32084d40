import DestinationHealth
import LocatedJSON
import TikTokAPI
import TikTokSimulator

extension CheckOptions {
    private static let maximumFileBytes = 16 << 20

    /// The client that carries the run's API calls.
    ///
    /// - Parameter report: Called with what people should know about it.
    func makeClient(report: (String) -> Void) throws(UsageError) -> any HTTPClient {
        if let path = certificateFile { try checkCertificates(path) }
        switch simulation {
        case .builtIn:
            return SimulatedTikTok()
        case .world(let path):
            return SimulatedTikTok(world: try readWorld(path))
        case nil:
            var configuration = CurlConfiguration(
                maximumConnections: asksNothing ? concurrency : possibleConcurrency(report),
                extraCertificatesFile: certificateFile,
                userAgent: "validate/\(Program.version)"
            )
            configuration.keepsConnections = baseURL?.scheme != "http"
            return CurlHTTPClient(configuration: configuration)
        }
    }

    /// The concurrency that was asked for, or less where this process may not open enough files.
    private func possibleConcurrency(_ report: (String) -> Void) -> Int {
        let descriptors = DescriptorLimit.raised()
        guard descriptors.exchanges < concurrency else { return concurrency }
        report(
            "--concurrency is \(descriptors.exchanges) instead of \(concurrency): "
                + "no more than \(descriptors.limit) files may be open (ulimit -n)"
        )
        return descriptors.exchanges
    }

    /// Refuses certificates that cannot be used, whether or not this run needs them.
    private func checkCertificates(_ path: String) throws(UsageError) {
        let bytes = try read(path, of: "--ca-file")
        guard String(decoding: bytes, as: UTF8.self).contains("-----BEGIN CERTIFICATE-----") else {
            throw UsageError("--ca-file: \(path) holds no certificate in PEM form")
        }
    }

    private func readWorld(_ path: String) throws(UsageError) -> World {
        let bytes = try read(path, of: "--simulate")
        do throws(WorldError) {
            return try World(parsing: bytes)
        } catch {
            throw UsageError("\(path):\(error.position.line):\(error.position.column): \(error.message)")
        }
    }

    private func read(_ path: String, of option: String) throws(UsageError) -> [UInt8] {
        do throws(FileReadError) {
            return try FileReader.read(path: path, maximumBytes: Self.maximumFileBytes)
        } catch {
            throw UsageError("\(option): \(path) cannot be read: \(error.words)")
        }
    }
}
