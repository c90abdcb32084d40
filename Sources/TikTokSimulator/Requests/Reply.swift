import LocatedJSON
import TikTokAPI

/// The content of the API's envelope.
struct Reply {
    let code: Int
    let message: String
    /// Writes the `data` member.
    let writeData: (inout JSONWriter) -> Void

    init(code: Int, message: String, writeData: @escaping (inout JSONWriter) -> Void = Reply.emptyObject) {
        self.code = code
        self.message = message
        self.writeData = writeData
    }

    /// Code 0.
    static func success(_ writeData: @escaping (inout JSONWriter) -> Void = Reply.emptyObject) -> Reply {
        Reply(code: 0, message: "OK", writeData: writeData)
    }

    static func emptyObject(_ writer: inout JSONWriter) {
        writer.beginObject()
        writer.endObject()
    }

    func body(requestID: String) -> [UInt8] {
        var writer = JSONWriter(pretty: false)
        writer.beginObject()
        writer.key("code")
        writer.integer(code)
        writer.member("message", message)
        writer.member("request_id", requestID)
        writer.key("data")
        writeData(&writer)
        writer.endObject()
        return writer.bytes
    }
}

/// An answer of the API other than code 0.
struct Refusal: Error {
    let code: Int
    let message: String

    init(_ code: Int, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension JSONWriter {
    /// What ends every list ("page_info", v1.3).
    mutating func pageInfo(count: Int, page: Int = 1, pageSize: Int) {
        key("page_info")
        beginObject()
        key("page")
        integer(page)
        key("page_size")
        integer(pageSize)
        key("total_number")
        integer(count)
        key("total_page")
        integer((count + pageSize - 1) / pageSize)
        endObject()
    }
}

/// What every answer of one exchange carries: the moment and the id.
struct Stamp {
    let date: CivilDate
    let requestID: String

    /// - Parameters:
    ///   - unixTime: The server's clock.
    ///   - number: The number of this exchange; equal numbers give equal ids.
    init(unixTime: Int, number: UInt64) {
        date = CivilDate(unixTime: unixTime)
        // TikTok's ids are 14 digits and 17 to 20 hexadecimal ones ("request_id", replies seen 2020 to 2026).
        let high = Self.mixed(number)
        let low = Self.mixed(high)
        let digits = Self.hexadecimal(high) + Self.hexadecimal(low)
        requestID = date.compactDigits + String(decoding: digits.prefix(20), as: UTF8.self)
    }

    func response(
        status: Int = 200,
        type: String = "application/json",
        headers: [(name: String, value: String)] = [],
        body: [UInt8]
    ) -> HTTPResponse {
        let common = [("server", "nginx"), ("date", date.httpDate), ("content-type", type), ("x-tt-logid", requestID)]
        let kept = common.filter { name, _ in !headers.contains { $0.name == name } }
        return HTTPResponse(status: status, headers: kept.map { (name: $0, value: $1) } + headers, body: body)
    }

    func response(_ reply: Reply, status: Int = 200) -> HTTPResponse {
        response(status: status, body: reply.body(requestID: requestID))
    }

    /// SplitMix64's finalizer: neighbouring numbers give ids that look nothing like each other.
    private static func mixed(_ number: UInt64) -> UInt64 {
        var mixed = number &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    private static func hexadecimal(_ number: UInt64) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        return stride(from: 60, through: 0, by: -4).map { digits[Int(number >> UInt64($0) & 0xF)] }
    }
}
