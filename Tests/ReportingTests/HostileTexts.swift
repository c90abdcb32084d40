/// Texts that act somewhere when they are written as they are. Tests are named by their numbers: a CI system would take
/// some of them for commands.
enum HostileTexts {
    static let all: [String] = commands + markup + markdown + cells + hidden

    static let commands = [
        "::error::boo", " ::error::boo", "\t::error::boo", "\u{A0}::error::boo", "\u{3000}::error::boo",
        "\u{2003}\u{205F}::stop-commands::x", "a\r\n::error::boo", "x\r\n::add-mask::y", "x\n::add-mask::y\r", ":::",
        "::",
        "::\u{301}error::x", ":\u{200D}:error::x", "##[error]z", "a##[group]b", "###[error]", "##\u{301}[error]",
        "#\u{200B}#[error]", "##vso[task.setvariable variable=a]b", "100% a,b:c%0A::error::x", "%", "%25",
        String(repeating: ":", count: 300), "a " + String(repeating: "::", count: 90),
        String(repeating: "\u{3000}", count: 50) + "::error::x", String(repeating: "x ::error::", count: 40),
        String(repeating: "y", count: 59) + "::error::" + String(repeating: "z", count: 100),
    ]

    static let markup = [
        "<b>", "</p><script>alert(1)</script>", "<\u{338}script>", "&\u{FE0F}amp;", "&amp;", "&#60;", "\" onload=\"x",
        "' onload='x", "\"\u{301}", "]]>", "<![CDATA[x]]>", "<!-- x -->", "--><!--", "<?xml?>", "<!DOCTYPE x>", "&x;",
        "a\u{1}b", "\u{0}", "\u{FFFE}\u{FFFF}", "\u{1F}\u{7F}\u{85}\u{9F}", "\u{10FFFF}", "=\u{301}", "\u{301}x",
        "\u{338}", "<", ">", "&", "\"", "'",
    ]

    static let markdown = [
        "![x](https://evil.example/?q=1)", "[a](javascript:alert(1))", "[a]: https://evil.example",
        "<https://evil.example>",
        "https://evil.example/x", "HTTP://EVIL.EXAMPLE", "www.evil.example", "WwW.evil.example", "a@evil.example",
        "mailto:a@evil.example", "@user", "x @org/team", "@\u{E9}", "#12", "org/repo#12", "!7", "GH-12", "gh-1",
        ":bug:",
        "a:100:3", "*a* _b_ __c__ ~~d~~ `e`", "`", "``", "```", "```\nx\n```", "~~~", "- a", " - a", "+ a", "* a",
        "1. a",
        "12) a", "1.", "===", "---", "+++", "# a", "> a", "    code", "\tcode", "a  ", "| a | b |", "a|\u{301}b", "\\|",
        "\\", "a\\", "[ ] x", "[^1]", "{{ x }}", "{: .x}", "$x$", "$$x$$", "| --- |", ":--|--:", " ", "  ", "` a",
        "a `",
        "`a|b`", "a\n\nb", "a\n- b", "<details>", "&lt;", "\\<", "^x^",
    ]

    static let cells = [
        "=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "\r\n=1", "a\n=1", "a\r=1", "a\r\n=1", "  =1",
        "\u{A0}=1",
        "\u{3000}\u{FEFF}=1", "\u{200B}=1", "a;=1", "a\t@x", "\u{FF1D}1", "\u{FF0B}1", "\u{FF0D}1", "\u{FF20}1",
        "=\u{301}1", "a\",\"=1", "\"=1", "'=1", "a,b", "a\"b", "a\"\u{301}b", "\"\"", "=cmd|' /C calc'!A0", "a\n\n=1",
        "a\n  \n -1", "a; -1", "\r\n", "\n", "\r", "\t", ";", "a\r\n", "x\r\n\r\n=1",
    ]

    static let hidden = [
        "\u{1B}[31mred", "\u{1B}]8;;https://evil.example\u{1B}\\x", "\u{1B}]52;c;eA==\u{7}", "\u{9B}31m", "\u{202E}moc",
        "\u{2066}x\u{2069}", "a\u{2028}b\u{2029}c", "a\u{200B}b\u{200D}c\u{FEFF}", "a\u{E0041}", "a\u{FE0F}",
        "a\u{AD}b",
        "a" + String(repeating: "\u{301}", count: 30), "日本語 名前", "e\u{301}", "👨‍👩‍👧 family", "🇫🇷", "", "plain words",
        "שלום", "a\u{115F}b", "a\u{3164}b",
    ]
}
