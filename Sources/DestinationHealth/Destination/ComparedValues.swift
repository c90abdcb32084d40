import TikTokAPI

/// The hashes of what destinations are compared by; that of nothing for what one does not have or what does not count.
/// Worked out when a destination has just been read: looking at the texts of very many again takes longer.
struct ComparedValues: Sendable {
    let name: ValueHash
    let foldedName: ValueHash
    let token: ValueHash
    let usablePixel: ValueHash
    let usableToken: ValueHash

    init(_ fields: borrowing DestinationFields) {
        func hash(_ secret: Secret?) -> ValueHash { secret.map { ValueHash($0.unmasked) } ?? .none }
        let file = UInt64(fields.range.file.pathHash.bits)
        name = ValueHash(fields.name).joined(with: file)
        foldedName =
            FoldedName.isFolded(fields.name) ? name : ValueHash(FoldedName.fold(fields.name)).joined(with: file)
        token = hash(fields.accessToken?.cleaned)
        usablePixel = hash(fields.isEnabled ? SharedCredentials.comparable(fields.pixelID) : nil)
        let countsToken = SharedCredentials.comparable(fields.accessToken) != nil
        usableToken = usablePixel == .none || !countsToken ? .none : token
    }
}
