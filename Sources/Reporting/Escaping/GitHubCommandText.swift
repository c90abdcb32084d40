/// Texts in the workflow commands of GitHub Actions, `::name property=value,property=value::data`.
///
/// The runner takes a command by its line and undoes the escapes, so that a text comes out as it went in.
package enum GitHubCommandText {
    /// What stands behind the second `::`, exactly.
    package static func data(_ raw: String) -> String { escaped(raw, isProperty: false) }

    /// The value of a property, exactly.
    package static func property(_ raw: String) -> String { escaped(raw, isProperty: true) }

    /// What stands behind the second `::` where people read it: nothing in it hides, and the runner, which repeats the
    /// words in its log, finds no command of the older form (`##[group]`) in them.
    package static func message(_ raw: String, keepingLines: Bool = false) -> String {
        data(withoutOldCommands(VisibleText.of(raw, keepingLines: keepingLines)))
    }

    /// The value of a property that people read, such as a title.
    package static func title(_ raw: String) -> String { property(withoutOldCommands(VisibleText.of(raw))) }

    private static func escaped(_ raw: String, isProperty: Bool) -> String {
        // Bytes: CR and LF are one Character, which neither a search for the one nor for the other finds.
        var text: [UInt8] = []
        text.reserveCapacity(raw.utf8.count)
        for byte in raw.utf8 {
            switch byte {
            case UInt8(ascii: "%"): text += "%25".utf8
            case 0x0D: text += "%0D".utf8
            case 0x0A: text += "%0A".utf8
            case UInt8(ascii: ":") where isProperty: text += "%3A".utf8
            case UInt8(ascii: ",") where isProperty: text += "%2C".utf8
            default: text.append(byte)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The text without commands of the older form, which the runner finds anywhere in a line, also of another report.
    static func withoutOldCommands(_ visible: String) -> String {
        var text: [UInt8] = []
        var previous: UInt8 = 0
        for byte in visible.utf8 {
            if byte == UInt8(ascii: "#"), previous == byte {
                text += VisibleText.escape("#").utf8
            } else {
                text.append(byte)
            }
            previous = byte
        }
        return String(decoding: text, as: UTF8.self)
    }
}
