public import TikTokAPI

import Foundation
import Synchronization

/// A small HTTP/1.1 server on 127.0.0.1 that answers well or misbehaves on purpose, one thread a connection.
///
/// It ends with ``stop()`` or with its last reference; whatever a connection is doing then ends at once.
public final class FaultServer: Sendable {
    /// Decides what happens to a request. It runs on the connection's own thread and may block.
    public typealias Handler = @Sendable (ReceivedRequest) -> ServerAction

    /// Where it listens.
    public let port: Int
    private let core: ServerCore

    /// Starts a server on a free port.
    ///
    /// - Throws: ``ServerError`` when no socket could be opened.
    public init(_ handler: @escaping Handler) throws {
        core = try ServerCore(greeting: nil, handler)
        port = core.port
        core.start()
    }

    /// Starts a server that reads no request, but does this with every connection as soon as its first byte comes, and
    /// then closes it. For a port that is to speak TLS and does not.
    public init(greeting: ServerAction) throws {
        core = try ServerCore(greeting: greeting) { _ in greeting }
        port = core.port
        core.start()
    }

    /// Starts a server that asks an ``HTTPClient``, a simulator say, and puts its answers on the wire.
    ///
    /// Where the client fails with ``TransportFailure/Kind/timedOut`` the connection stalls; with every other failure
    /// it is closed.
    public convenience init(answering client: any HTTPClient) throws {
        let ownPort = Shared(0)
        try self.init { received in Self.ask(client, received, port: ownPort.value) }
        ownPort.value = port
    }

    deinit {
        core.stop()
    }

    /// Closes the listener and all connections, and waits for their threads, at most five seconds.
    public func stop() {
        core.stop()
        core.waitForThreads()
    }

    /// `http://127.0.0.1:PORT`.
    public var origin: APIOrigin { APIOrigin(scheme: "http", host: "127.0.0.1", port: port) }

    /// Every request so far, in the order in which they were complete.
    public var requests: [ReceivedRequest] { core.state.withLock { $0.requests } }

    /// How many connections were accepted.
    public var connectionCount: Int { core.state.withLock { $0.connectionCount } }

    /// How many connections are open now.
    public var openConnectionCount: Int { core.state.withLock { $0.descriptors.count } }

    private static func ask(_ client: any HTTPClient, _ received: ReceivedRequest, port: Int) -> ServerAction {
        guard let method = HTTPRequest.Method(rawValue: received.method) else { return .reply(405) }
        let request = HTTPRequest(
            method: method,
            origin: APIOrigin(scheme: "http", host: "127.0.0.1", port: port),
            path: received.path,
            query: received.query.map { HTTPRequest.Parameter($0.name, value($0.name, $0.value)) },
            headers: received.headers.map { HTTPRequest.Parameter($0.name, value($0.name, $0.value)) },
            body: method == .post ? received.body : nil
        )
        // On the connection's own thread: the pool of tasks may be busy with other tests for long.
        return OwnThread.runHere {
            do throws(TransportFailure) {
                return .reply(try await client.send(request))
            } catch {
                return ServerAction(error.kind == .timedOut ? [.stall] : [.close])
            }
        }
    }

    private static func value(_ name: String, _ text: String) -> HTTPRequest.Value {
        let secrets = ["access-token", "secret", "app_secret", "access_token", "refresh_token"]
        return secrets.contains(name.lowercased()) ? .secret(Secret(text)) : .plain(text)
    }
}

/// Why a test server could not start.
public struct ServerError: Error, CustomStringConvertible {
    /// The call that failed, with errno.
    public let description: String

    init(_ call: String) {
        description = "\(call) failed: errno \(errno)"
    }
}

/// A value that several threads use.
public final class Shared<Value: Sendable>: Sendable {
    private let state: Mutex<Value>

    /// Begins with a value.
    public init(_ value: Value) {
        state = Mutex(value)
    }

    /// The value now.
    public var value: Value {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }
}
