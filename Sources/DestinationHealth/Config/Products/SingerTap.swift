import LocatedJSON

extension ForeignFormat {
    /// Singer's tap-tiktok-ads, also as Stitch and Meltano run it. It has no developer app.
    static let singer = ForeignFormat(
        product: ForeignProduct(
            "singer",
            "Singer tap-tiktok-ads",
            name: "the tap",
            shape: #""accounts" with "access_token""#
        ),
        recognises: { root in
            root.has("accounts") && root.has("access_token")
                && !root.has("destinations", "pixel_id", "pixel_code", "credentials", "environment")
        },
        read: { root in
            var destination = ForeignDestination(root.byteRange, .ads)
            destination.read(root, ["access_token": .accessToken, "accounts": .advertiserIDs])
            if root["sandbox"]?.isTrue == true { destination.tokenKind = .sandbox }
            return ForeignConfig(destinations: [destination])
        }
    )
}
