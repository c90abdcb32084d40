import LocatedJSON
import Reporting

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a stream's other end can show.
struct Terminal {
    let isTerminal: Bool
    let width: Int?

    init(descriptor: Int32) {
        isTerminal = isatty(descriptor) == 1
        var size = winsize()
        let known = isTerminal && ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        width = known ? Int(size.ws_col) : nil
    }

    /// Whether to colour: as asked, else as the environment says (no-color.org, bixense.com/clicolors), else on terminals.
    func usesColor(_ mode: ColorMode, _ variable: (String) -> String?) -> Bool {
        func isSet(_ name: String) -> Bool { variable(name).map { !$0.isEmpty } ?? false }
        switch mode {
        case .always: return true
        case .never: return false
        case .auto:
            if isSet("NO_COLOR") { return false }
            if isSet("CLICOLOR_FORCE"), variable("CLICOLOR_FORCE") != "0" { return true }
            return isTerminal && variable("TERM") != "dumb"
        }
    }

    /// Whether the locale is a UTF-8 one.
    static func usesUnicode(_ variable: (String) -> String?) -> Bool {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap(variable).first { !$0.isEmpty } ?? ""
        let name = locale.lowercased()
        return name.contains("utf-8") || name.contains("utf8")
    }
}
