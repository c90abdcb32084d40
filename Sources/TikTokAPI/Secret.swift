import LocatedJSON

/// A credential that must never be shown: an access token, an app secret, a refresh token.
///
/// No description, debug description, mirror or interpolation of a `Secret` reveals more than its last four
/// characters, and it is deliberately not `Encodable`. Code that really needs the text (the transport, the masker,
/// the rules that look at single characters) reads ``unmasked``, which makes each such place easy to find.
///
/// Secrets are compared byte for byte, as TikTok does.
public struct Secret: Sendable, Hashable {
    private let bytes: ByteString

    /// The text itself. Never put it in a message, an error, a URL that is printed or a file.
    public var unmasked: String { bytes.text }

    /// Wraps a text that must not be shown from now on.
    public init(_ text: String) {
        bytes = ByteString(text)
    }

    /// What may be shown instead: asterisks, and the last four characters where the secret is long enough (16 bytes)
    /// that they give nothing away. Shown are only letters, digits and signs that mean nothing in any form of report: what
    /// replaces a secret was not escaped.
    public var masked: String {
        let tail = unmasked.utf8.suffix(4)
        guard unmasked.utf8.count >= 16, tail.allSatisfy(Self.isHarmless) else { return "****" }
        return "****" + String(decoding: tail, as: UTF8.self)
    }

    private static func isHarmless(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "-._~=+/!*".utf8.contains(byte)
        }
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The masked form.
    public var description: String { masked }

    /// The masked form.
    public var debugDescription: String { masked }

    /// Has no children, so that `dump` and test failure messages cannot look inside.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<(label: String?, value: Any)>()) }
}
