/// Configs of any number of destinations, the same on every machine.
enum BenchmarkConfig {
    /// Writes destinations without a fault, some 400 bytes each as people write them, a piece at a time: the system counts
    /// what this process has at its largest as memory of the programs that it starts.
    ///
    /// - Parameters:
    ///   - count: How many.
    ///   - write: Takes the text, piece by piece.
    static func make(destinations count: Int, _ write: (String) throws -> Void) rethrows {
        var digits = Digits()
        try write("{\n  \"version\": 1,\n  \"destinations\": [\n")
        for index in 0..<count {
            try write(
                """
                    {
                      "name": "shop-\(index)",
                      "type": "tiktok_events",
                      "pixel_id": "C\(digits.take(18, of: "0123456789ABCDEFGHIJKLMNOPQRSTUV"))G",
                      "access_token": "\(digits.take(40, of: "0123456789abcdef"))",
                      "advertiser_ids": [
                        "7\(digits.take(17, of: "0123456789"))7"
                      ],
                      "test_event_code": "TEST\(10_000 + index % 90_000)",
                      "managed_by": "upstack",
                      "token_issued_at": "2026-10-01T10:00:00Z",
                      "enabled": true
                    }\(index + 1 < count ? "," : "")

                """
            )
        }
        try write("  ]\n}\n")
    }

    /// Made-up digits that come in the same order every time (Knuth's MMIX generator).
    private struct Digits {
        private var state: UInt64 = 0x5EED

        mutating func take(_ count: Int, of alphabet: StaticString) -> String {
            alphabet.withUTF8Buffer { alphabet in
                String(unsafeUninitializedCapacity: count) { target in
                    for index in 0..<count {
                        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                        target[index] = alphabet[Int(state >> 33) % alphabet.count]
                    }
                    return count
                }
            }
        }
    }
}
