import TikTokAPI

extension Destination {
    /// Why nothing may be asked for this destination, as part of a sentence; nil if it may. What is sent must be what the
    /// config means, so nothing is sent with a value that is missing, made up or broken.
    var obstacle: String? {
        guard let accessToken else { return "access_token is missing" }
        if let reason = accessToken.obstacle { return reason }
        switch type {
        case .events where eventSource == .web:
            guard let pixelID else { return "pixel_id is missing" }
            if let reason = pixelID.obstacle { return reason }
            if case .impossible = PixelCode.shape(of: pixelID.cleaned.unmasked) { return "pixel_id is no pixel code" }
        case .events:
            guard let eventSourceID else { return "event_source_id is missing" }
            if let reason = eventSourceID.obstacle { return reason }
        case .ads where tokenKind.kind == .marketing:
            guard let appID = app?.appID, let secret = app?.secret else { return "the app's id or secret is missing" }
            if let reason = appID.obstacle ?? secret.obstacle { return reason }
        case .ads: break
        }
        return testEventCode?.obstacle
    }

    /// The call that judges the token and, for events, its right to the pixel; nil where the API has none.
    func primaryCall(_ options: LiveOptions) -> APICall? {
        guard let token = accessToken?.cleaned else { return nil }
        let kind = tokenKind.kind
        let origin = options.origin ?? (kind == .sandbox ? .sandbox : .production)
        func call(_ operation: APICall.Operation) -> APICall { APICall(operation, token: token, origin: origin) }
        switch (type, kind) {
        case (_, .sandbox):
            // The sandbox has neither the Events API nor the list of ad accounts.
            return call(.userInfo)
        case (.events, _):
            return eventCall(options).map(call)
        case (.ads, .tiktokAccount):
            return app?.appID.map { call(.accountTokenInfo(appID: $0.cleaned.unmasked)) }
        case (.ads, .marketing), (.ads, .eventsManager):
            guard let appID = app?.appID?.cleaned.unmasked, let secret = app?.secret?.cleaned else {
                return call(.userInfo)
            }
            return call(.listAdvertisers(AppCredentials(appID: appID, secret: secret)))
        }
    }

    private func eventCall(_ options: LiveOptions) -> APICall.Operation? {
        let id = eventSource == .web ? pixelID : eventSourceID
        guard let id = id?.cleaned.unmasked else { return nil }
        let source = EventSource(kind: eventSource.rawValue, id: id)
        // Only the web takes a custom event from anybody; the other sources are asked without one.
        guard options.provesOwnership, eventSource == .web else { return .sendNoEvents(source) }
        if let code = testEventCode?.cleaned.unmasked { return .sendTestEvent(source, testEventCode: code) }
        return options.allowsProductionEvent ? .sendTestEvent(source, testEventCode: nil) : .sendNoEvents(source)
    }
}

extension ConfigText {
    fileprivate var obstacle: String? {
        if !canBeSent { return "\(field) cannot be sent as it is" }
        if Placeholder.reason(cleaned.unmasked) != nil { return "\(field) is a placeholder" }
        return nil
    }
}
