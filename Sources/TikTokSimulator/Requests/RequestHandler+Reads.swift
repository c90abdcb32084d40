import LocatedJSON

extension RequestHandler {
    /// `/pixel/list/`.
    func listPixels(_ token: World.Token) throws(Refusal) -> Reply {
        let page = try page(maximumSize: 20)
        let advertiser = try readableAdvertiser(token)
        let found = world.pixels.values
            .filter { pixel in
                pixel.advertiser == advertiser && (question.query("code").map { $0 == pixel.code } ?? true)
                    && (question.query("pixel_id").map { $0 == pixel.pixelID } ?? true)
            }
            .sorted { $0.code < $1.code }
        // A page number may be as large as an Int, the number of pages is not.
        let shown = found.dropFirst(min(page.number - 1, found.count) * page.size).prefix(page.size)
        return .success { writer in
            writer.beginObject()
            writer.pageInfo(count: found.count, page: page.number, pageSize: page.size)
            writer.key("pixels")
            writer.beginArray()
            for pixel in shown { Self.write(pixel, to: &writer) }
            writer.endArray()
            writer.endObject()
        }
    }

    /// The members of an answer captured in 2026-09 that a check can make use of.
    private static func write(_ pixel: World.Pixel, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("activity_status", "ACTIVE")
        writer.key("asset_ownership")
        writer.beginObject()
        // A pixel that never left its ad account has no status at all.
        if pixel.ownership != .owned { writer.member("asset_relation_status", pixel.ownership.rawValue) }
        if pixel.ownership == .transferred { writer.member("owner_bc_id", "7293648105527349266") }
        writer.key("ownership_status")
        writer.boolean(pixel.ownership == .owned || pixel.ownership == .transferred)
        writer.key("updated_at")
        writer.integer(0)
        writer.endObject()
        writer.member("create_time", "2024-05-26T14:17:07Z")
        writer.key("events")
        writer.beginArray()
        writer.endArray()
        writer.member("pixel_category", "CUSTOMIZE_EVENTS")
        writer.member("pixel_code", pixel.code)
        writer.member("pixel_id", pixel.pixelID)
        writer.member("pixel_name", pixel.name)
        writer.member("pixel_setup_mode", "STANDARD")
        writer.endObject()
    }

    /// `/advertiser/info/`, which takes its list as JSON text.
    func advertiserInfo(_ token: World.Token) throws(Refusal) -> Reply {
        guard let text = question.query("advertiser_ids") else { throw .missing("advertiser_ids") }
        guard let list = try? JSONDocument(parsing: Array(text.utf8)).root, list.kind == .array, list.count <= 100
        else {
            throw .invalid("advertiser_ids", "not a valid list")
        }
        try requireScope(token)
        var ids: [String] = []
        for element in list.elements {
            guard let id = element.string else { throw .invalid("advertiser_ids", "not a valid list") }
            try requireRead(of: id, by: token)
            ids.append(id)
        }
        return .success { writer in
            writer.beginObject()
            writer.key("list")
            writer.beginArray()
            for id in ids {
                guard let advertiser = world.advertisers[id] else { continue }
                writer.beginObject()
                writer.member("advertiser_id", id)
                writer.member("name", advertiser.name)
                writer.member("status", advertiser.status == .enabled ? "STATUS_ENABLE" : "STATUS_DISABLE")
                writer.endObject()
            }
            writer.endArray()
            writer.endObject()
        }
    }

    /// A list of campaigns, ads, audiences or report rows: that there are none proves the right as well as some would.
    func emptyList(_ token: World.Token) throws(Refusal) -> Reply {
        let page = try page(maximumSize: 1000)
        if route == .report, question.query("report_type") == nil { throw .missing("report_type") }
        _ = try readableAdvertiser(token)
        return .success { writer in
            writer.beginObject()
            writer.pageInfo(count: 0, page: page.number, pageSize: page.size)
            writer.key("list")
            writer.beginArray()
            writer.endArray()
            writer.endObject()
        }
    }
}
