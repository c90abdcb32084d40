import DestinationHealth
import Reporting

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The abilities of the terminal that a stream leads to, if it leads to one.
struct Terminal {
    let isTerminal: Bool
    /// The columns; nil if unknown.
    let width: Int?

    /// Looks up what a descriptor leads to.
    init(descriptor: Int32) {
        isTerminal = isatty(descriptor) == 1
        var size = winsize()
        let known = isTerminal && ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        width = known ? Int(size.ws_col) : nil
    }

    /// Whether to colour: by the option, else by the environment (no-color.org, bixense.com/clicolors), else on terminals.
    func usesColor(_ mode: ColorMode) -> Bool {
        let variable = SystemEnvironment().variable
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
    static var usesUnicode: Bool {
        let variable = SystemEnvironment().variable
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap(variable).first { !$0.isEmpty } ?? ""
        let name = locale.lowercased()
        return name.contains("utf-8") || name.contains("utf8")
    }
}

extension TextFormat.Options {
    /// Text for the terminal that a stream leads to, or for what it leads to instead.
    init(for terminal: Terminal, color: ColorMode, masker: SecretMasker) {
        self.init()
        width = terminal.width
        usesColor = terminal.usesColor(color)
        usesUnicode = Terminal.usesUnicode
        self.masker = masker
    }
}
