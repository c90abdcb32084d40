import LocatedJSON

/// The options of `validate init`.
package struct InitOptions: Sendable, Hashable {
    /// The product in whose dashboard the destination is kept.
    package enum Product: String, WordChoice, Hashable {
        /// Upstack Data.
        case upstack
        /// Sirdata.
        case sirdata
        /// OWOX Data Marts.
        case owox
    }

    /// The product; nil for none.
    package var product: Product?

    /// Asks for a config.
    package init(_ product: Product? = nil) {
        self.product = product
    }

    /// Reads the arguments of `init`.
    init(reading arguments: [String]) throws(UsageError) {
        var reader = ArgumentReader(rows: Self.rows, options: InitOptions())
        try reader.read(arguments)
        guard let text = reader.operands.first?.text else { return }
        guard reader.operands.count == 1 else { throw UsageError("init takes one product at most") }
        let words = Product.allCases.map(\.rawValue)
        guard let product = Product.allCases.first(where: { $0.rawValue.hasSameBytes(as: text) }) else {
            throw UsageError(
                "\(text.quotedIfHarmless ?? "the argument") is no product that this version knows",
                hint: NearestName.suggestion(for: text, among: words).map { "did you mean \($0)?" }
                    ?? "one of \(words.joined(separator: ", ")), or none"
            )
        }
        self.product = product
    }

    static var rows: [OptionRow<InitOptions>] { OptionRow.general }

    /// The config.
    var text: String { StartingConfig(product).text }
}

extension CommandHelp {
    /// `validate init`.
    static var initialize: CommandHelp {
        CommandHelp(
            summary: "write a starting config to standard output",
            synopses: ["validate init [PRODUCT]"],
            discussion: [
                "PRODUCT is where the destination is kept: "
                    + InitOptions.Product.allCases.map(\.rawValue).joined(separator: ", ")
                    + "; left out for software of your own. The comments of the config say where its values are found.",
                "Until TIKTOK_PIXEL_ID and TIKTOK_ACCESS_TOKEN are set, the config works with --simulate; once they are, it "
                    + "checks your own destination without a change.",
            ],
            operands: .words(InitOptions.Product.allCases.map(\.rawValue)),
            options: InitOptions.rows.map(\.option),
            examples: [
                Example(commandLine: "validate init", purpose: "Write a config with one destination"),
                Example(
                    commandLine: "validate init upstack",
                    purpose: "Write one for a destination that Upstack keeps"
                ),
            ]
        )
    }
}
