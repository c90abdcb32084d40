/// The values that the examples of rules name in braces, `{good token}`: an example then shows only the characters that it is
/// about. A test checks that the simulator's built-in world holds those that live rules need.
enum ExampleValues {
    static let all: [(name: String, value: String)] = [
        // Of the usual shape, and known nowhere.
        ("token", "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"),
        ("other token", "9c1e7b3d5f703f8a1c5e7b9d2f4a6c8e0b1d3f5a"),
        ("third token", "5a7c9e1b3d5f703f8a1c5e7b9d2f4a6c8e0b1d3f"),
        ("pixel", "D2L6U03C77U3E3CU4PIG"),
        ("other pixel", "C4G8U03C77U3E3CU4PI0"),
        // Of the simulator's built-in world.
        ("good token", "900d18305cee759b483db4704e1a46080624e88b"),
        ("good pixel", "COH98PBC77U2GA5OQKK0"),
        ("revoked token", "401052a62decc4c2664d8b02245a2e65ba66a9a8"),
        ("expired token", "401029f3e6fe67379beb332fee39fbea2d8100d7"),
        ("marketing token", "a0001562e145dec3e17f393d3d43dd758b64029f"),
        ("token without accounts", "a0002fc774518690e44ba90599c0580038d6c6da"),
        ("token of the other app", "a0003c0216d72e18f51d7916131f69feee8d604d"),
        ("token that may only send events", "a0004f1dd1cb2f2b24f79ebd989ab92da3b9d10d"),
        ("withdrawn token", "a0006035929ce3655226d0f910cb6e2d676e4362"),
        ("token of the slow clock", "e2006f469ffd06e1e5ec840c1d1977496a598877"),
        ("app id", "7196993655622416073"),
        ("app secret", "b608897955ca88e77be570133fdf5d65302e6a78"),
        ("ad account", "7263230018234764310"),
        ("other ad account", "7026986696069619138"),
        ("third ad account", "7571453051182950358"),
        ("pixel of another shop", "CMSFOFBC77U29EM3TVI0"),
        ("shared pixel", "CCL73FRC77U60JT0SG40"),
        ("unlinked pixel", "CLGJ0MRC77U197L7I48G"),
        ("fault lab pixel", "CFLFN9BC77UEUNENBHO0"),
    ]

    /// Replaces every name in braces by its value.
    static func expand(_ text: String) -> String {
        var rest = text.utf8[...]
        var expanded: [UInt8] = []
        while let open = rest.firstIndex(of: UInt8(ascii: "{")) {
            let after = rest[rest.index(after: open)...]
            expanded += rest[..<open]
            if let match = all.first(where: { after.starts(with: "\($0.name)}".utf8) }) {
                expanded += match.value.utf8
                rest = after.dropFirst(match.name.utf8.count + 1)
            } else {
                expanded.append(UInt8(ascii: "{"))
                rest = after
            }
        }
        return String(decoding: expanded + rest, as: UTF8.self)
    }
}
