/// The head of an answer as libcurl hands it over: raw lines, the status line first.
struct ResponseHead {
    /// In order; names in lower case, values trimmed, folded lines joined.
    private(set) var headers: [(name: String, value: String)] = []
    /// What is wrong with it, if anything.
    private(set) var fault: String?

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        headers.reserveCapacity(16)
        var start = bytes.startIndex
        var isStatusLine = true
        while start < bytes.endIndex {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
            let line = bytes[start..<end]
            start = end == bytes.endIndex ? end : end + 1
            if isStatusLine {
                isStatusLine = false
            } else {
                take(line)
            }
        }
        fault = fault ?? framingFault()
    }

    private mutating func take(_ line: Slice<UnsafeBufferPointer<UInt8>>) {
        let trimmed = Self.trim(line)
        guard let first = line.first, !trimmed.isEmpty else { return }
        if Self.isBlank(first) {
            guard let last = headers.popLast() else {
                fault = "its first header line begins with a space"
                return
            }
            headers.append((last.name, last.value + " " + Self.text(trimmed)))
            return
        }
        guard let colon = trimmed.firstIndex(of: UInt8(ascii: ":")), colon > trimmed.startIndex else {
            fault = "it has a header line without a name"
            return
        }
        // RFC 9112, 5.1: libcurl passes over such a line, and others do not.
        guard !trimmed[..<colon].contains(where: Self.isBlank) else {
            fault = "it has a header name with a space in it"
            return
        }
        headers.append(
            (Self.lowercasedName(trimmed[..<colon]), Self.text(Self.trim(trimmed[(colon + 1)...])))
        )
    }

    /// RFC 9112, 6.3: what leaves the length of the body open to interpretation is not to be relied upon.
    private func framingFault() -> String? {
        var length: String?
        var isChunked = false
        for (name, value) in headers {
            switch name {
            case "content-length":
                guard !value.isEmpty, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }), Int64(value) != nil else {
                    return "its Content-Length is not a number below 2^63"
                }
                if let length, length != value { return "it has two different Content-Length headers" }
                length = value
            case "transfer-encoding":
                guard value.lowercased() == "chunked" else { return "its Transfer-Encoding is not chunked" }
                isChunked = true
            case "content-encoding":
                guard value.isEmpty || value.lowercased() == "identity" else {
                    return "it is compressed, which was not asked for"
                }
            default: continue
            }
        }
        return isChunked && length != nil ? "it has both Content-Length and Transfer-Encoding" : nil
    }

    private static func lowercasedName(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String {
        let name = String(decoding: bytes, as: UTF8.self)
        return bytes.contains { (0x41...0x5A).contains($0) } ? name.lowercased() : name
    }

    private static func text(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    private static func trim(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Slice<UnsafeBufferPointer<UInt8>> {
        var rest = bytes
        while let first = rest.first, isBlank(first) { rest = rest.dropFirst() }
        while let last = rest.last, isBlank(last) { rest = rest.dropLast() }
        return rest
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0D
    }
}
