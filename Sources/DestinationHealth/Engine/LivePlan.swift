import TikTokAPI

extension Destination {
    /// Why nothing may be asked for this destination, as part of a sentence; nil if it may. Nothing is sent with a value
    /// that is missing, a placeholder or broken.
    var skipReason: String? {
        guard let accessToken else {
            let isElsewhere = defects.contains { $0.kind == .elsewhere && $0.field == "access_token" }
            return isElsewhere ? "access_token is not known here" : "access_token is missing"
        }
        if let reason = accessToken.skipReason { return reason }
        if AuthorizationCode.isIn(accessToken) { return "access_token is an authorization code" }
        switch type {
        case .events where eventSource == .web:
            guard let pixelID else { return "pixel_id is missing" }
            if let reason = pixelID.skipReason { return reason }
            if case .impossible = PixelCode.shape(of: pixelID) { return "pixel_id is no pixel code" }
        case .events:
            guard let eventSourceID else { return "event_source_id is missing" }
            if let reason = eventSourceID.skipReason { return reason }
        case .ads where needsApp:
            guard let appID, let secret = appSecret else { return "the app's id or secret is missing" }
            if let reason = appID.skipReason ?? secret.skipReason { return reason }
            if appID.cleaned.unmasked.utf8.allSatisfy({ $0 == UInt8(ascii: "0") }) { return "app.app_id is 0" }
        case .ads: break
        }
        if let misplaced = misplacedValues.first(where: \.wouldBeSent) {
            return "\(misplaced.text.field) is in the wrong field"
        }
        return testEventCode?.skipReason
    }

    /// Whether a developer app must be named; a product whose config has no place for one needs none.
    var needsApp: Bool { type == .ads && tokenKind.kind == .marketing && product?.hasApp != false }

    /// The call that proves the token and, for events, its right to the pixel; nil where the API has none.
    func primaryCall(_ options: LiveOptions) -> APICall? {
        switch (type, tokenKind.kind) {
        case (_, .sandbox):
            // The sandbox has neither the Events API nor the list of ad accounts.
            return call(.userInfo, options)
        case (.events, _):
            return eventCall(options).flatMap { call($0, options) }
        case (.ads, .tiktokAccount):
            return appID.flatMap { call(.accountTokenInfo(appID: $0.cleaned.unmasked), options) }
        case (.ads, .marketing), (.ads, .eventsManager):
            return advertisersCall(options) ?? call(.userInfo, options)
        }
    }

    /// The call that proves app id, secret and token together, for destinations that have all three and read accounts.
    func advertisersCall(_ options: LiveOptions) -> APICall? {
        guard readsAccounts, let appID, let secret = appSecret, appID.skipReason == nil,
            secret.skipReason == nil
        else { return nil }
        let credentials = AppCredentials(appID: appID.cleaned.unmasked, secret: secret.cleaned)
        return call(.listAdvertisers(credentials), options)
    }

    /// The calls that look the pixel up in each named ad account, for a marketing token.
    func pixelCalls(_ options: LiveOptions) -> [APICall] {
        guard type == .events, readsAccounts, let pixel = pixelID?.cleaned.unmasked else { return [] }
        return advertiserIDs.filter { $0.skipReason == nil }.compactMap { id in
            call(.findPixel(code: pixel, advertiserID: id.cleaned.unmasked), options)
        }
    }

    /// Whether the token reads ad accounts, and the config names the app and, for events, the accounts.
    var readsAccounts: Bool {
        guard tokenKind.kind == .marketing || (type == .ads && tokenKind.kind == .eventsManager) else { return false }
        return type == .ads || (hasApp && !advertiserIDs.isEmpty)
    }

    /// A call with this destination's token, to the host that its kind of token belongs to.
    func call(_ operation: APICall.Operation, _ options: LiveOptions) -> APICall? {
        guard let token = accessToken?.cleaned else { return nil }
        return APICall(
            operation,
            token: token,
            origin: options.origin ?? (tokenKind.kind == .sandbox ? .sandbox : .production)
        )
    }

    /// The key under which TikTok counts a call of this destination.
    func rateLimitKey(of call: APICall) -> RateLimitKey {
        if call.endpoint == .trackEvents { return .events }
        if tokenKind.kind == .sandbox { return .sandbox(call.endpoint) }
        return .app(id: appID?.cleaned.unmasked ?? "")
    }

    private func eventCall(_ options: LiveOptions) -> APICall.Operation? {
        let id = eventSource == .web ? pixelID : eventSourceID
        guard let id = id?.cleaned.unmasked else { return nil }
        let source = EventSource(kind: eventSource.rawValue, id: id)
        // Only web sources accept a custom event without setup; the others are asked without one.
        guard options.provesOwnership, eventSource == .web else { return .sendNoEvents(source) }
        if let code = testEventCode?.cleaned.unmasked { return .sendTestEvent(source, testEventCode: code) }
        return options.allowsProductionEvent ? .sendTestEvent(source, testEventCode: nil) : .sendNoEvents(source)
    }
}

extension MisplacedValue {
    /// Whether the value would be sent to TikTok in the wrong field. One that only equals another may be right there, and
    /// ids of ad accounts are only compared.
    fileprivate var wouldBeSent: Bool {
        if case .same = proof { return false }
        return [.pixelID, .accessToken, .testEventCode, .appID, .appSecret].contains(text.path.field)
    }
}

extension ConfigText {
    /// Why the text may not be sent, as part of a sentence; nil if it may.
    var skipReason: String? {
        if !canBeSent { return "\(field) cannot be sent as it is" }
        if placeholder != nil { return "\(field) is a placeholder" }
        return nil
    }
}
