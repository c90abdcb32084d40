/// The destinations of a soak, how each is answered, and what must be said of it; all of it follows from a seed.
struct SoakPlan {
    /// How often a question is asked at most.
    static let maximumAttempts = 3

    struct Destination {
        let name: String
        let token: String
        let pixel: String
        /// For a destination that reads ad accounts instead of sending events.
        let app: (id: String, secret: String)?
        /// Which script its question is answered by.
        let question: Int
    }

    /// One question to the API, which several destinations may share.
    struct Question {
        let script: [SoakAnswer]
        let advertiser: String
    }

    private(set) var destinations: [Destination] = []
    private(set) var questions: [Question] = []
    /// Which question a token and a pixel, or a token and an app, make together.
    private(set) var questionOfKey: [String: Int] = [:]

    init(destinations count: Int, seed: UInt64) {
        var random = SplitMix64(state: seed)
        for number in 0..<count {
            let name = "shop-" + String(repeating: "0", count: max(0, 6 - "\(number)".utf8.count)) + "\(number)"
            // Some share all that they are asked by with an earlier one, so that one answer serves both.
            if number > 10, random.next(below: 100) < 3 {
                let other = destinations[random.next(below: number)]
                destinations.append(
                    Destination(
                        name: name,
                        token: other.token,
                        pixel: other.pixel,
                        app: other.app,
                        question: other.question
                    )
                )
                continue
            }
            // Some share only the token, as the pixels of one ad account do.
            let sharesToken = number > 10 && random.next(below: 100) < 5
            let earlier = destinations.isEmpty ? nil : destinations[random.next(below: number)]
            let token = sharesToken ? earlier.map(\.token) ?? random.hex(40) : random.token()
            let app = random.next(below: 100) < 10 ? (id: random.digits(19), secret: random.hex(40)) : nil
            let pixel = "C" + random.pixelLetters(18) + "0"
            questionOfKey[token + "|" + (app?.id ?? pixel)] = questions.count
            destinations.append(
                Destination(name: name, token: token, pixel: pixel, app: app, question: questions.count)
            )
            var script = random.script()
            // What refuses a pixel means nothing to a call about ad accounts.
            if app != nil, script.contains(where: { [.pixelRefused, .pixelInvalid, .pixelThrottled].contains($0) }) {
                script = [.accepted]
            }
            questions.append(Question(script: script, advertiser: random.digits(19)))
        }
    }

    /// The answer to a question that is asked for the n-th time, from 0.
    func answer(to question: Int, attempt: Int) -> SoakAnswer {
        let script = questions[question].script
        return script[min(attempt, script.count - 1)]
    }

    /// What may be said of a destination: usually one status.
    func expected(_ destination: Destination) -> [String] {
        for attempt in 0..<Self.maximumAttempts {
            let answer = answer(to: destination.question, attempt: attempt)
            switch answer.saying {
            case .proof: return ["healthy"]
            case .evidence: return ["unhealthy"]
            case .nothing: break
            }
            if !answer.isTransient { return ["unknown"] }
            // Whether the connection was a kept one is up to chance.
            if attempt == Self.maximumAttempts - 1, answer.mayBeSentAgainUnasked,
                self.answer(to: destination.question, attempt: attempt + 1).saying == .proof
            {
                return ["unknown", "healthy"]
            }
        }
        return ["unknown"]
    }

    /// Every text that must not be shown.
    var secrets: [String] {
        Array(Set(destinations.map(\.token) + destinations.compactMap { $0.app?.secret }))
    }

    /// The config.
    var config: [UInt8] {
        var text =
            "{\n  \"version\": 1,\n  \"defaults\": {\"test_event_code\": \"TEST12345\"},\n  \"destinations\": [\n"
        for (number, destination) in destinations.enumerated() {
            text += "    {\"name\": \"\(destination.name)\", "
            if let app = destination.app {
                text += "\"type\": \"tiktok_ads\", \"uses\": [], "
                text += "\"app\": {\"app_id\": \"\(app.id)\", \"secret\": \"\(app.secret)\"}, "
                text += "\"advertiser_ids\": [\"\(questions[destination.question].advertiser)\"], "
            } else {
                text += "\"pixel_id\": \"\(destination.pixel)\", "
            }
            text += "\"access_token\": \"\(destination.token)\"}"
            text += number < destinations.count - 1 ? ",\n" : "\n"
        }
        return Array((text + "  ]\n}\n").utf8)
    }
}

/// Numbers that a seed decides (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
struct SplitMix64 {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func next(below bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }

    mutating func letters(_ count: Int, of alphabet: String) -> String {
        let alphabet = Array(alphabet.utf8)
        return String(decoding: (0..<count).map { _ in alphabet[next(below: alphabet.count)] }, as: UTF8.self)
    }

    mutating func hex(_ count: Int) -> String { letters(count, of: "0123456789abcdef") }
    mutating func digits(_ count: Int) -> String { "7" + letters(count - 1, of: "0123456789") }
    mutating func pixelLetters(_ count: Int) -> String { letters(count, of: "0123456789ABCDEFGHIJKLMNOPQRSTUV") }

    /// Most tokens look as usual; some have signs in them that every format spells differently.
    mutating func token() -> String {
        next(below: 100) < 95 ? hex(40) : hex(12) + "+/=" + hex(12) + "!~*" + hex(9)
    }

    mutating func script() -> [SoakAnswer] {
        var left = next(below: SoakAnswer.scripts.reduce(0) { $0 + $1.share })
        for (share, script) in SoakAnswer.scripts {
            left -= share
            if left < 0 { return script }
        }
        return [.accepted]
    }
}
