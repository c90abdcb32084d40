extension RemedyCatalogue {
    /// The remedies that read differently for the config of another product, which has fields and references of its own;
    /// nil for those that read the same.
    static func foreign(_ remedy: Remedy) -> Entry? {
        switch remedy {
        case .proveWithTestEventCode:
            Entry(
                .you,
                "In Events Manager open the pixel {pixel} > Test events, and copy the code shown there, such as TEST12345.",
                "Write the config as one of ours with \"validate import\", add the code to it as \"test_event_code\", and check "
                    + "that: in {product} itself the code would send all events to the test view.",
                "Or run with --allow-production-event, which sends one clearly named custom event."
            )
        case .checkTestEventCode:
            Entry(
                .you,
                "In Events Manager open the pixel's Test events tab and compare the code shown there, such as TEST12345, with "
                    + "{place}."
            )
        case .removeTestEventCode:
            Entry(
                .you,
                "Clear {field} in {product}, once the events were seen in Events Manager > the pixel > Test events, and in "
                    + "{place}."
            )
        case .switchEnvironment:
            Entry(
                .you,
                "Token, ad account and host must all be of the sandbox or all of production.",
                "Choose the sandbox in {product} for a sandbox token, and production for any other."
            )
        case .giveAppCredentials:
            Entry(
                .you,
                "Give {product} the app's id and secret, from business-api.tiktok.com/portal > My Apps > the app > Basic "
                    + "Information."
            )
        case .fixReference:
            Entry(.you, "Correct the reference in {field}.")
        default: nil
        }
    }
}
