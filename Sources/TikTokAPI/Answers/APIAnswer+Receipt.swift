extension APIAnswer {
    /// The answer with the time at which it came, by this machine's clock: a caller that shares the answer later must not
    /// compare its date with a later moment.
    func received(at unixTime: Int) -> APIAnswer {
        guard case .reply(var reply) = self else { return self }
        reply.receivedAt = unixTime
        return .reply(reply)
    }
}
