import Foundation

/// Reads requests from a connection.
enum RequestReader {
    /// The next request, or nil when the peer left or sent no request. Bytes behind it stay in `buffer`.
    static func read(_ descriptor: Int32, _ buffer: inout [UInt8], connection: Int, index: Int) -> ReceivedRequest? {
        let blankLine = Array("\r\n\r\n".utf8)
        var searched = 0
        while true {
            if let end = firstRange(of: blankLine, in: buffer, from: max(0, searched - 3)) {
                let lines = String(decoding: buffer[..<end], as: UTF8.self).components(separatedBy: "\r\n")
                let headers = lines.dropFirst().compactMap(header)
                let length = headers.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) } ?? 0
                let bodyStart = end + blankLine.count
                while buffer.count < bodyStart + length {
                    guard receive(descriptor, &buffer) else { return nil }
                }
                let body = Array(buffer[bodyStart..<(bodyStart + length)])
                buffer.removeFirst(bodyStart + length)
                let requestLine = (lines.first ?? "").components(separatedBy: " ")
                guard requestLine.count == 3 else { return nil }
                let target = requestLine[1]
                let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
                return ReceivedRequest(
                    method: requestLine[0],
                    target: target,
                    path: parts.first ?? "",
                    query: parts.count > 1 ? query(parts[1]) : [],
                    headers: headers,
                    body: body,
                    connection: connection,
                    indexOnConnection: index
                )
            }
            searched = buffer.count
            guard receive(descriptor, &buffer) else { return nil }
        }
    }

    private static func receive(_ descriptor: Int32, _ buffer: inout [UInt8]) -> Bool {
        var chunk = [UInt8](repeating: 0, count: 16384)
        while true {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            buffer.append(contentsOf: chunk[..<count])
            return true
        }
    }

    private static func firstRange(of needle: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count >= needle.count else { return nil }
        var index = start
        while index + needle.count <= bytes.count {
            if bytes[index..<(index + needle.count)].elementsEqual(needle) { return index }
            index += 1
        }
        return nil
    }

    private static func header(_ line: String) -> (name: String, value: String)? {
        guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let value = line[line.utf8.index(after: colon)...]
        return (String(line[..<colon]), value.trimmingCharacters(in: .whitespaces))
    }

    private static func query(_ text: String) -> [(name: String, value: String)] {
        text.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            func decoded(_ part: String) -> String { part.removingPercentEncoding ?? part }
            return (decoded(parts.first ?? ""), decoded(parts.count > 1 ? parts[1] : ""))
        }
    }
}
