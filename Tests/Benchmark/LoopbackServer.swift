import Foundation

/// A server on this machine that answers every call as the Events API does when all is well.
final class LoopbackServer {
    /// Its address, with scheme and port.
    let origin: String
    /// The file of the certificate to trust beside the system's; nil for plain HTTP.
    let certificate: String?
    /// The same as one file with the system's, for programs that trust one file only.
    let trust: String?
    private let process: Process

    private init(origin: String, certificate: String?, trust: String?, process: Process) {
        self.origin = origin
        self.certificate = certificate
        self.trust = trust
        self.process = process
    }

    deinit {
        process.terminate()
        // Foundation's own waiting needs a run loop, which this thread has none of.
        for _ in 0..<500 where process.isRunning { usleep(10_000) }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    private static let answer =
        #"{"code":0,"message":"OK","request_id":"2026112100000000000000000000000001","data":{}}"#

    /// nginx with TLS, as fast as a server can be here: it does not bound what is measured.
    static func nginx(_ laboratory: BenchmarkRunner) throws(BenchmarkFailure) -> LoopbackServer? {
        guard let nginx = BenchmarkRunner.find("nginx"), let (certificate, key) = try certificate(laboratory) else {
            return nil
        }
        let port = try freePort()
        let config = try laboratory.write(
            """
            daemon off;
            pid \(laboratory.path("nginx.pid"));
            error_log stderr crit;
            worker_processes 1;
            events { worker_connections 1024; }
            http {
                access_log off;
                keepalive_requests 100000000;
                client_body_temp_path \(laboratory.path("body"));
                proxy_temp_path \(laboratory.path("proxy"));
                fastcgi_temp_path \(laboratory.path("fastcgi"));
                uwsgi_temp_path \(laboratory.path("uwsgi"));
                scgi_temp_path \(laboratory.path("scgi"));
                server {
                    listen 127.0.0.1:\(port) ssl;
                    ssl_certificate \(certificate);
                    ssl_certificate_key \(key);
                    default_type application/json;
                    location / { return 200 '\(answer)'; }
                }
            }
            """,
            to: "nginx.conf"
        )
        let process = try start(nginx, ["-c", config, "-p", laboratory.folder.path, "-e", "stderr"], port: port)
        // Reading the system's certificates is a good part of what a connection costs: the references do it too.
        let files = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"]
        let system = files.lazy.compactMap { try? String(contentsOfFile: $0, encoding: .utf8) }.first ?? ""
        let own = (try? String(contentsOfFile: certificate, encoding: .utf8)) ?? ""
        return LoopbackServer(
            origin: "https://127.0.0.1:\(port)",
            certificate: certificate,
            trust: try laboratory.write(system + "\n" + own, to: "trust.pem"),
            process: process
        )
    }

    /// A certificate for this machine and its key, each in a file; nil where there is no OpenSSL.
    private static func certificate(
        _ laboratory: BenchmarkRunner
    ) throws(BenchmarkFailure) -> (certificate: String, key: String)? {
        guard let openssl = BenchmarkRunner.find("openssl") else { return nil }
        let (certificate, key) = (laboratory.path("certificate.pem"), laboratory.path("key.pem"))
        _ = try laboratory.measure([
            openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
            "1", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out",
            certificate,
        ])
        return (certificate, key)
    }

    /// A server with TLS that takes its time over every answer, in one thread: one for each connection would add some
    /// milliseconds whenever many requests come at once.
    ///
    /// - Parameter record: A file to which a line with the seconds that it took is added for each answer.
    static func slow(
        _ laboratory: BenchmarkRunner,
        milliseconds: Int,
        record: String
    ) throws(BenchmarkFailure) -> LoopbackServer? {
        guard let python = BenchmarkRunner.find("python3"), let (certificate, key) = try certificate(laboratory) else {
            return nil
        }
        let port = try freePort()
        let script = """
            import asyncio, os, re, selectors, ssl
            record = os.open("\(record)", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            body = b'\(answer)'
            head = f"HTTP/1.1 200 OK\\r\\nContent-Type: application/json\\r\\nContent-Length: {len(body)}\\r\\n\\r\\n"
            answer = head.encode() + body
            class Slow(asyncio.Protocol):
                received = b""
                def connection_made(self, transport):
                    self.transport = transport
                def data_received(self, data):
                    self.received += data
                    while True:
                        head, end, rest = self.received.partition(b"\\r\\n\\r\\n")
                        if not end: return
                        length = int(re.search(rb"(?i)content-length: *([0-9]+)", head)[1])
                        if len(rest) < length: return
                        self.received = rest[length:]
                        loop.call_later(\(Double(milliseconds) / 1000), self.answer, loop.time())
                def answer(self, since):
                    self.transport.write(answer)
                    os.write(record, f"{loop.time() - since}\\n".encode())
            trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            trust.load_cert_chain("\(certificate)", "\(key)")
            # Others wait by whole milliseconds.
            loop = asyncio.SelectorEventLoop(selectors.SelectSelector())
            loop.run_until_complete(loop.create_server(Slow, "127.0.0.1", \(port), ssl=trust, backlog=128))
            loop.run_forever()
            """
        let process = try start(python, ["-c", script], port: port)
        return LoopbackServer(
            origin: "https://127.0.0.1:\(port)",
            certificate: certificate,
            trust: nil,
            process: process
        )
    }

    private static func start(_ program: String, _ arguments: [String], port: Int) throws(BenchmarkFailure) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { throw BenchmarkFailure("\(program) does not start") }
        for _ in 0..<100 {
            if isListening(port) { return process }
            Thread.sleep(forTimeInterval: 0.05)
        }
        process.terminate()
        throw BenchmarkFailure("\(program) does not listen")
    }

    private static func freePort() throws(BenchmarkFailure) -> Int {
        try withSocket(port: 0) { descriptor, address in
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            guard bind(descriptor, address, length) == 0, getsockname(descriptor, address, &length) == 0 else {
                return nil
            }
            return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                Int(UInt16(bigEndian: $0.pointee.sin_port))
            }
        }
    }

    private static func isListening(_ port: Int) -> Bool {
        let connected = try? withSocket(port: port) { descriptor, address in
            connect(descriptor, address, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 ? 1 : nil
        }
        return connected != nil
    }

    private static func withSocket(
        port: Int,
        _ use: (Int32, UnsafeMutablePointer<sockaddr>) -> Int?
    ) throws(BenchmarkFailure) -> Int {
        #if canImport(Glibc)
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        guard descriptor >= 0 else { throw BenchmarkFailure("no socket can be opened") }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { use(descriptor, $0) }
        }
        guard let result else { throw BenchmarkFailure("no port is free") }
        return result
    }
}
