import TikTokAPI

/// `plaintext-secret`
struct PlaintextSecretRule: Rule {
    static let description = RuleDescription(
        id: "plaintext-secret",
        title: "a secret lies open to others",
        rationale:
            "Whoever has the token can send events and read reports in your name. A config is copied, committed and "
            + "pasted into tickets; a secret that is read from a variable or a file of its own stays behind.",
        stage: .offline,
        severity: .warning,
        bad: [
            RuleExample(
                #"{"name": "shop-eu", "pixel_id": "{pixel}", "access_token": ↓"{token}"}"#,
                says: "every user of this machine may read (mode 0644)",
                exposure: FileExposure(permissions: 0o644)
            ),
            RuleExample(
                #"{"name": "shop-eu", "pixel_id": "{pixel}", "access_token": ↓"{token}"}"#,
                says: "which git keeps",
                exposure: FileExposure(permissions: 0o600, isTrackedByGit: true)
            ),
            RuleExample(
                #"{"name": "shop-eu", "pixel_id": "{pixel}", "access_token": ↓"${env:SHOP_TOKEN:-{token}}"}"#,
                says: "the fallback for environment variable SHOP_TOKEN",
                exposure: FileExposure(permissions: 0o644)
            ),
            RuleExample(
                #"{"name": "shop-eu", "pixel_id": "{pixel}", "access_token": ↓"${file:secrets/token}"}"#,
                says: "lies in a file that every user of this machine may read (mode 0644)",
                files: ["secrets/token": "{token}\n"],
                exposure: FileExposure(permissions: 0o644)
            ),
        ],
        good: [
            RuleExample(
                #"{"name": "shop-eu", "pixel_id": "{pixel}", "access_token": "{token}"}"#,
                exposure: FileExposure(permissions: 0o640)
            ),
            RuleExample(
                #"{"name": "shop-eu", "pixel_id": "{pixel}", "access_token": "${env:SHOP_TOKEN}"}"#,
                environment: ["SHOP_TOKEN": "{token}"],
                exposure: FileExposure(permissions: 0o644, isTrackedByGit: true)
            ),
            RuleExample(
                #"{"name": "shop-eu", "pixel_id": "{pixel}", "access_token": "${file:secrets/token}"}"#,
                files: ["secrets/token": "{token}\n"],
                exposure: FileExposure(permissions: 0o600)
            ),
        ],
        remedies: [.moveSecretOut, .protectSecretFile]
    )

    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        var findings: [Finding] = []
        if let text = destination.firstPlaintextSecret, let exposure = destination.range.file.exposures.config,
            exposure.isReadableByOthers || exposure.isTrackedByGit,
            let count = context.index.plaintextSecretCount(ifFirst: destination)
        {
            let reasons = [
                exposure.isTrackedByGit ? "which git keeps" : nil,
                exposure.isReadableByOthers ? "which every user of this machine may read (mode \(exposure.mode))" : nil,
            ]
            let others =
                count == 1 ? "" : ", and so \(count == 2 ? "is 1 more secret" : "are \(count - 1) more secrets")"
            findings.append(
                finding(
                    destination,
                    cause: .credential,
                    field: text.field,
                    message: "\(text.label) is written out in the config, "
                        + reasons.compactMap { $0 }.joined(separator: " and ") + others,
                    at: text.range.location,
                    remedy: .moveSecretOut,
                    advice: SecretReference.advice(for: text, of: destination)
                )
            )
        }
        destination.forEachSecretText { text in
            for path in text.files where context.index.isFirst(destination, toReadSecretFile: path) {
                guard let exposure = destination.range.file.exposures.secretFile(path), exposure.isReadableByOthers
                else { continue }
                findings.append(
                    finding(
                        destination,
                        cause: .credential,
                        field: text.field,
                        message: "\(text.label) lies in a file that every user of this machine may read "
                            + "(mode \(exposure.mode))",
                        at: text.range.location,
                        remedy: .protectSecretFile
                    )
                )
            }
        }
        return findings.isEmpty ? .passed : .findings(findings)
    }
}

/// What to write in place of a secret.
enum SecretReference {
    /// The exact line, for a secret of a destination.
    static func advice(for text: ConfigText, of destination: Destination) -> String {
        if let product = destination.product {
            return
                "Write the config as one of ours with \"validate import\", which puts references in place of the secrets, "
                + "and delete this copy; where \(product.name) reads the file itself, keep it out of git."
        }
        let name = variable(for: text, of: destination)
        let key = text.field.utf8.split(separator: UInt8(ascii: ".")).last.map { String(decoding: $0, as: UTF8.self) }
        return
            "Write \"\(key ?? text.field)\": \"${env:\(name)}\" in its place and set that variable where validate runs, or "
            + "\"${file:PATH}\" with the path of a file that only its owner may read (mode 0600)."
    }

    /// A variable's name that says whose and what it is: `SHOP_EU_ACCESS_TOKEN`.
    static func variable(for text: ConfigText, of destination: Destination) -> String {
        let kind =
            switch text.field {
            case "app.secret": "APP_SECRET"
            case "refresh_token": "REFRESH_TOKEN"
            default: "ACCESS_TOKEN"
            }
        // What is in "defaults" belongs to all destinations.
        let isOwn = destination.range.bytes.contains(text.range.bytes.lowerBound)
        let owner = isOwn ? words(of: destination.name) : ""
        return (owner.isEmpty ? "TIKTOK" : owner) + "_" + kind
    }

    /// A name in capitals and underscores; empty where nothing of it could begin a variable's name.
    private static func words(of name: String) -> String {
        guard name.utf8.count <= 40, !TokenShape.looksLikeCredential(name) else { return "" }
        var bytes: [UInt8] = []
        for byte in name.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A: bytes.append(byte)
            case 0x61...0x7A: bytes.append(byte & 0xDF)
            default: if let last = bytes.last, last != UInt8(ascii: "_") { bytes.append(UInt8(ascii: "_")) }
            }
        }
        if bytes.last == UInt8(ascii: "_") { bytes.removeLast() }
        guard let first = bytes.first else { return "" }
        return ((0x30...0x39).contains(first) ? "TIKTOK_" : "") + String(decoding: bytes, as: UTF8.self)
    }
}
