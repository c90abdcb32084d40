import Foundation

/// A folder of certificates made for one test run, and TLS servers that use them.
///
/// It needs `openssl` and `python3`; where one is missing ``unavailable`` says so.
public final class TLSFixture: Sendable {
    /// A certificate of a server at 127.0.0.1.
    public enum Certificate: String, Sendable, CaseIterable {
        /// Issued by ``TLSFixture/authorityFile``.
        case good
        /// Likewise, but its time is over.
        case expired
        /// Likewise, but its time has not come.
        case notYetValid
        /// Likewise, but for another host.
        case otherHost
        /// Its own issuer.
        case selfSigned
        /// Good, but issued by somebody in between whose own time is over.
        case behindExpired
    }

    /// Why TLS servers cannot be started here; nil where they can.
    public static let unavailable: String? = {
        if (try? run(["openssl", "version"])) == nil { return "openssl is not installed" }
        return (try? run(["python3", "-c", "import ssl"])) == nil ? "python3 with its ssl module is not installed" : nil
    }()

    /// The PEM file of the authority that the certificates are from.
    public var authorityFile: String { folder.appendingPathComponent("authority.pem").path }

    private let folder: URL

    /// Makes the folder and its certificates.
    ///
    /// - Throws: What `openssl` could not do.
    public static func make() async throws -> TLSFixture {
        try await OwnThread.block { try TLSFixture() }
    }

    private init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("validate-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try write("index.txt", "")
        try selfSign("authority", subject: "/CN=Test Authority", extra: [])
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    /// Makes a certificate when it is first needed: each takes several runs of `openssl`.
    private func make(_ certificate: Certificate) throws {
        let name = certificate.rawValue
        guard !FileManager.default.fileExists(atPath: folder.appendingPathComponent("\(name).pem").path) else { return }
        let here = "subjectAltName = DNS:localhost,IP:127.0.0.1"
        let (past, over, future) = ("20200101000000Z", "20210101000000Z", "20490101000000Z")
        switch certificate {
        case .good: try issue(name, extension: here, from: past, to: future)
        case .expired: try issue(name, extension: here, from: past, to: over)
        case .notYetValid: try issue(name, extension: here, from: "20480101000000Z", to: future)
        case .otherHost: try issue(name, extension: "subjectAltName = DNS:other.example", from: past, to: future)
        case .selfSigned: try selfSign(name, subject: "/CN=localhost", extra: ["-addext", here])
        case .behindExpired:
            let authority = "basicConstraints = critical,CA:TRUE"
            try issue("between", subject: "/CN=Between", extension: authority, from: past, to: over)
            try issue(name, extension: here, by: "between", from: past, to: future)
            let chain = try ["\(name).pem", "between.pem"].map {
                try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8)
            }
            try write("\(name).pem", chain.joined())
        }
    }

    private static let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]

    private func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }

    private func selfSign(_ name: String, subject: String, extra: [String]) throws {
        try openssl(
            ["req", "-x509"] + Self.newKey + ["-nodes", "-keyout", "\(name).key", "-out", "\(name).pem", "-days", "30"]
                + ["-subj", subject] + extra
        )
    }

    private func issue(
        _ name: String,
        subject: String = "/CN=localhost",
        extension line: String,
        by issuer: String = "authority",
        from start: String,
        to end: String
    ) throws {
        try write(
            "\(name).cnf",
            """
            [ca]
            default_ca = authority
            [authority]
            database = index.txt
            new_certs_dir = .
            rand_serial = yes
            unique_subject = no
            default_md = sha256
            policy = policy
            [policy]
            commonName = supplied
            [names]
            \(line)
            """
        )
        try openssl(
            ["req"] + Self.newKey + [
                "-nodes", "-keyout", "\(name).key", "-out", "\(name).csr", "-subj", subject,
            ]
        )
        try openssl(
            ["ca", "-batch", "-notext", "-config", "\(name).cnf", "-extensions", "names", "-cert", "\(issuer).pem"]
                + ["-keyfile", "\(issuer).key", "-in", "\(name).csr", "-out", "\(name).pem"]
                + ["-startdate", start, "-enddate", end]
        )
    }

    private func openssl(_ arguments: [String]) throws {
        try Self.run(["openssl"] + arguments, in: folder)
    }

    @discardableResult
    private static func run(_ command: [String], in folder: URL? = nil) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.currentDirectoryURL = folder
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw ServerError("\(command.prefix(2).joined(separator: " "))") }
        return text
    }

    /// Starts a TLS server that answers every request with `{"tls":true}`, but "/connection" with the number of the
    /// connection, "/surplus" with bytes of a second answer in the record that ends the first, and "/late" with a whole
    /// second answer a moment later.
    ///
    /// "/alpn" gets the protocol that was agreed on, where the server would rather speak HTTP/2.
    ///
    /// - Parameters:
    ///   - maximumVersion: `TLSv1_3`, or an older one by Python's name.
    ///   - patience: How many connections it serves; with any further one it never agrees on TLS.
    public func serve(
        _ certificate: Certificate,
        maximumVersion: String = "TLSv1_3",
        patience: Int = .max
    ) async throws -> TLSServer {
        try await OwnThread.block { [self] in
            try make(certificate)
            return try TLSServer(
                folder: folder,
                certificate: certificate,
                maximumVersion: maximumVersion,
                patience: patience
            )
        }
    }
}

/// A TLS server in a process of its own.
public final class TLSServer: Sendable {
    /// Where it listens, on 127.0.0.1.
    public let port: Int
    private let process: Process
    private let log: URL

    /// What became of the connections that have ended: the number of bytes that came after the handshake, or nil where
    /// there was none.
    public var endedConnections: [Int?] {
        let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map { Int($0) }
    }

    fileprivate init(
        folder: URL,
        certificate: TLSFixture.Certificate,
        maximumVersion: String,
        patience: Int
    ) throws {
        let script = """
            import socket, ssl, sys, threading, time, warnings
            warnings.simplefilter("ignore")
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(sys.argv[1] + ".pem", sys.argv[1] + ".key")
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = getattr(ssl.TLSVersion, sys.argv[2])
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.set_alpn_protocols(["h2", "http/1.1"])
            listener = socket.create_server(("127.0.0.1", 0), backlog=128)
            log = open("%d.log" % listener.getsockname()[1], "w", buffering=1)
            print(listener.getsockname()[1], flush=True)
            def leave_with_parent():
                sys.stdin.read()
                import os
                os._exit(0)
            threading.Thread(target=leave_with_parent, daemon=True).start()
            def serve(plain, number):
                received = None
                try:
                    if number > int(sys.argv[3]):
                        while plain.recv(65536): pass
                        return
                    with context.wrap_socket(plain, server_side=True) as connection:
                        data = b""
                        received = 0
                        while True:
                            while b"\\r\\n\\r\\n" not in data:
                                more = connection.recv(65536)
                                if not more: return
                                received += len(more)
                                data += more
                            path = data.split()[1]
                            data = data[data.index(b"\\r\\n\\r\\n") + 4:]
                            body = b"%12d" % number if path == b"/connection" else b"{\\"tls\\":true}"
                            if path == b"/alpn": body = b"%12s" % str(connection.selected_alpn_protocol()).encode()
                            head = b"HTTP/1.1 200 OK\\r\\nContent-Length: 12\\r\\n\\r\\n"
                            if path == b"/surplus":
                                connection.sendall(head)
                                time.sleep(0.05)
                                connection.sendall(body + head + b"not asked for"[:12])
                            else:
                                connection.sendall(head + body)
                            if path == b"/late":
                                time.sleep(0.02)
                                connection.sendall(head + b"not asked for"[:12])
                except OSError:
                    pass
                finally:
                    log.write("%s\\n" % received)
            number = 0
            while True:
                plain, _ = listener.accept()
                number += 1
                threading.Thread(target=serve, args=(plain, number), daemon=True).start()
            """
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script, certificate.rawValue, maximumVersion, "\(patience)"]
        process.currentDirectoryURL = folder
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = Pipe()  // closed with this process, which ends the server
        process.standardError = FileHandle.nullDevice
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            process.terminate()
            throw ServerError("the TLS server")
        }
        self.port = port
        log = folder.appendingPathComponent("\(port).log")
    }

    deinit {
        // Not SIGTERM: a child inherits the signal mask of whichever thread starts it, and that may block it.
        kill(process.processIdentifier, SIGKILL)
    }
}
