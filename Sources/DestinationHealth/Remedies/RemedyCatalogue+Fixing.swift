import TikTokAPI

extension RemedyCatalogue {
    /// The command that fixes a field; nil for a remedy that it has no part in, and where it would leave the value: in
    /// another place than the config, or not distinguishable from what surrounds it.
    static func fixingCommand(for remedy: Remedy, _ field: String?, of destination: Destination) -> String? {
        switch remedy {
        case .removeWhitespace, .removeHiddenCharacter, .removeDecoration: break
        default: return nil
        }
        let path = destination.range.file.path
        // Others would need quotation marks, which differ from shell to shell.
        let isPlain = path.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: "._-/".utf8.contains(byte)
            }
        }
        guard isPlain, path.utf8.first != UInt8(ascii: "-"),
            let text = field.flatMap({ text(of: $0, in: destination) }),
            text.isFixable
        else { return nil }
        return "validate fix \(path)"
    }
}

extension ConfigText {
    /// Whether something can be taken off it in the config.
    fileprivate var isFixable: Bool {
        placement != nil && !cleaned.unmasked.utf8.isEmpty && !removals.isEmpty
    }
}
