extension MessagePattern {
    /// The rows in the order of matching: first what blames no credential, then how a sentence begins, which no name later
    /// in it can undo ("return codes" page, published replies, tests of public connectors, 2026).
    static let all: [MessagePattern] = harmless + objects + values + credentials + permissions

    /// What says nothing of the credential, so that a mistake here costs no more than an "unknown".
    private static let harmless: [MessagePattern] = [
        // A throttle hides under many codes; seen under 40000, 40001, 40002 and 51021 beside the official ones (tests of
        // three public connectors, 2026; "Rate limit exceeded" under 40001 in another).
        MessagePattern(
            .throttled,
            codes: nil,
            [
                "too many request*", "too frequent*", "qps|qpm|qpd limit*", "qps|qpm|qpd is limited", "rate limit*",
                "request* is|are temporarily restricted", "request frequency", "requests per second|minute|day",
                "frequency limit*", "request* throttled", "request* quota",
                "quota # exceeded|exhausted|reached", "exceeded|exhausted|reached # quota", "call|calls limit*",
            ]
        ),
        MessagePattern(
            .regionBlocked,
            codes: nil,
            [
                "banned country|region", "your country|region # is not supported", "your country|region not supported",
                "country|region # is banned|blocked", "not available|supported in # country|region",
            ]
        ),
        MessagePattern(.maintenance, codes: nil, ["under|in maintenance", "system|service maintenance"]),
    ]

    /// Objects that the call names, by the sentence's beginning.
    private static let objects: [MessagePattern] = [
        // Seen live under 40001, in a connector's manual under 40002.
        MessagePattern(
            .noPermissionForPixel,
            codes: buckets,
            refused("pixel|pixels|pixel_code|pixel_id")
        ),
        MessagePattern(
            .noPermissionForPixel,
            codes: buckets,
            at: [.trackEvents],
            ["must be an admin or operator of this advertiser"],
            refused("event_source|event_source_id"),
            refused("event source|set")
        ),
        // Under 40110 in a public connector's test, 2026.
        MessagePattern(
            .noPermissionForAdvertiser,
            codes: buckets.union([40110]),
            refused("advertiser|advertisers|advertiser_id"),
            refused("ad account|accounts"),
            ["^ advertiser # is not authorized", "^ advertiser # not authorized"]
        ),
        MessagePattern(
            .pixelNotFound,
            codes: buckets.union([40007]),
            gone("pixel #"),
            gone("pixel~code #"),
            gone("pixel with code #")
        ),
        MessagePattern(
            .pixelNotFound,
            codes: buckets.union([40007]),
            at: [.trackEvents],
            gone("event~source~id #"),
            gone("event source #"),
            gone("event set #")
        ),
        // One sentence, under 40001, 40002 and 40300 (tests of three public connectors, 2026).
        MessagePattern(
            .advertiserNotFound,
            codes: buckets.union([40007]),
            gone("advertiser #"),
            gone("advertiser~id #"),
            gone("advertiser account #"),
            gone("ad account #")
        ),
        MessagePattern(
            .testEventCodeInvalid,
            codes: buckets.union([40007]),
            at: [.trackEvents],
            gone("test~event~code #")
        ),
        // The code is for objects and for calls; on this call a bare sentence is about the event source.
        MessagePattern(
            .endpointGone,
            codes: [40007],
            gone("api|path|endpoint|interface|method|operation|route|service|version #")
        ),
        MessagePattern(
            .pixelNotFound,
            codes: [40007],
            at: [.trackEvents],
            ["$", "^ not found $", "^ does not exist $", "^ not exist $"],
            gone("object|resource|record #")
        ),
    ]

    /// Values that the config gave, and that TikTok names; a field that we made up is our fault.
    private static let values: [MessagePattern] = [
        MessagePattern(
            .eventSourceIDInvalid,
            codes: [40000, 40002],
            at: [.trackEvents],
            invalid("event~source~id"),
            invalid("pixel~code")
        ),
        MessagePattern(.testEventCodeInvalid, codes: [40000, 40002], at: [.trackEvents], invalid("test~event~code")),
        MessagePattern(
            .appIDInvalid,
            codes: [40000, 40002],
            at: [.listAdvertisers, .accountTokenInfo],
            invalid("app~id")
        ),
        MessagePattern(.advertiserIDInvalid, codes: [40000, 40002], at: [.listPixels], invalid("advertiser~id")),
        MessagePattern(.tokenRejected, codes: [40000, 40002], ["^ invalid value for access~token"]),
        MessagePattern(
            .appMismatch,
            codes: [40000, 40002],
            at: [.listAdvertisers],
            ["^ invalid value for secret|app_secret"]
        ),
        // The rest quotes what was sent or says why.
        MessagePattern(.requestRefused, codes: [40000, 40002], ["^^ invalid value for", "^^ missing required"]),
    ]

    /// The token, the app and the authorisation, under codes that usually mean something else.
    private static let credentials: [MessagePattern] = [
        // Before the access token: "refresh token has expired" is not about it. Seen live under 40002.
        MessagePattern(
            .refreshTokenRejected,
            codes: authorization,
            ["refresh~token # has|is|was|expired", "^ invalid refresh~token", "refresh~token is"]
        ),
        // "Invalid auth_code" under 40002, "Auth code is expired or has been used." under 40002, both 2026.
        MessagePattern(
            .authorizationCodeSpent,
            codes: authorization,
            ["auth~code", "authorization~code", "authorisation~code"].flatMap { code in
                [
                    "^ invalid|incorrect \(code)",
                    "\(code) # is|was|has canceled|cancelled|expired|invalid|incorrect|used",
                    "\(code) # has been used|canceled|cancelled|revoked", "\(code) # is not valid", "an old \(code)",
                    "\(code) expired",
                ]
            }
        ),
        MessagePattern(
            .authorizationWithdrawn,
            codes: authorization,
            [
                "authorization|authorisation canceled|cancelled|revoked|withdrawn by",
                "authorization|authorisation has been canceled|cancelled|revoked|withdrawn",
                "authorization|authorisation was|is canceled|cancelled|revoked|withdrawn",
                "advertiser # has canceled|cancelled|revoked|withdrawn # authorization|authorisation",
            ]
        ),
        MessagePattern(
            .tokenMissing,
            codes: authorization,
            ["^ access~token is null|empty|missing|required", "^ missing access~token"]
        ),
        MessagePattern(
            .tokenRejected,
            codes: authorization,
            [
                "^ access~token # is|was incorrect|invalid|wrong|revoked", "^ access~token # is not valid",
                "^ access~token # has been revoked", "^ invalid|incorrect access~token", "^ access~token # invalid $",
                "^ token is|was invalid|incorrect|revoked", "^ token has been revoked",
            ]
        ),
        MessagePattern(
            .tokenExpired,
            codes: authorization,
            ["^ access~token # has|is|was expired", "^ access~token expired", "^ token has|is expired"]
        ),
        // Under 40113 on the reference page, under 40000 in a public connector's test (2026), with one sentence.
        MessagePattern(
            .appMismatch,
            codes: authorization,
            [
                "^ app~id # is inconsistent", "^ app~id # inconsistent", "^ app # is inconsistent with # token",
                "^ app~id and|or secret|app_secret * not match", "^ app~id and|or secret|app_secret * don t match",
                "^ app # does not match # token", "^ invalid|incorrect secret|app_secret $",
                "^ secret|app_secret is incorrect|invalid|wrong",
            ]
        ),
        // No id or secret of an app was sent there, so this code is not about one.
        MessagePattern(
            .unrelated,
            codes: [40101],
            at: Set(Endpoint.allCases).subtracting([.listAdvertisers, .accountTokenInfo]),
            ["*"]
        ),
    ]

    private static let permissions: [MessagePattern] = [
        // "advertiser does not grant you /pixel/list/:GET permission" and "The access token lacks the required scope for
        // endpoint ..." are TikTok's own, seen live in several public projects, 2026.
        MessagePattern(
            .scopeMissing,
            codes: buckets,
            [
                "does not grant you * permission", "lacks # required|necessary scope|scopes|permission|permissions",
                "scope|scopes # is|are|was|were|has|have not authorized|authorised|granted|been",
                "scope|scopes not authorized|authorised|granted", "^ insufficient|missing scope|scopes",
                "don t have # required scope|scopes",
            ],
            refused("api|endpoint|interface|scope")
        ),
        // TikTok wraps its own failures into codes of the caller (seen in public connectors' tests, 2026).
        MessagePattern(
            .serverFault,
            codes: buckets,
            [
                "^ internal error", "due to * internal error", "service unavailable", "internal server|service error",
                "^ system error", "remote or network error",
                "system|server|service is busy", "system|server|service busy", "service is|temporarily unavailable",
                "try again later", "retry later", "^ request timeout", "request timed out",
            ]
        ),
        MessagePattern(
            .wrongEnvironment,
            codes: buckets.union([40007]),
            [
                "not supported|available|allowed in # sandbox", "^ unsupported * in # sandbox",
                "sandbox account|advertiser|token # is|are not|cannot", "^ not a sandbox",
            ]
        ),
        // 40008 is also for calls that exist nowhere.
        MessagePattern(.wrongEnvironment, codes: [40008], ["sandbox"]),

        // On this call a bare refusal is about the event source.
        MessagePattern(.noPermissionForPixel, codes: [40001, 40003], at: [.trackEvents], bareRefusals),
        // These codes speak of parameters, so a refusal under them must be the whole sentence.
        MessagePattern(.permissionRefused, codes: [40000, 40002], bareRefusals),
    ]

    private static let bareRefusals = [
        "^^ no permission $", "^^ no permissions $", "^^ permission denied $", "^^ permission error $",
        "^^ don t have permission $", "^^ do not have permission $", "^^ have no permission $",
    ]
}
