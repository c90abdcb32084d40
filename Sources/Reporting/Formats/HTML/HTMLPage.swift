import TikTokAPI

/// A page of HTML under way. Tags and attribute names come from this program alone, and every text is escaped on its way
/// in, so that nothing from outside can become markup.
struct HTMLPage {
    private(set) var bytes: [UInt8] = []
    private var open: [StaticString] = []

    /// Begins an element.
    mutating func begin(_ tag: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:]) {
        write(tag, attributes)
        open.append(tag)
    }

    /// Ends the innermost element.
    mutating func end() {
        guard let tag = open.popLast() else { return }
        put("</")
        put(tag)
        put(">")
    }

    /// An element that has no content, nor an end tag of its own.
    mutating func void(_ tag: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:]) {
        write(tag, attributes)
    }

    /// An element that holds but a text.
    mutating func element(
        _ tag: StaticString,
        _ attributes: KeyValuePairs<StaticString, String> = [:],
        _ text: String
    ) {
        begin(tag, attributes)
        self.text(text)
        end()
    }

    /// A text from anywhere, masked already. One from outside is given alone: a mark that it may begin with would else
    /// sit on the words before it.
    mutating func text(_ text: String) { bytes += HTMLText.text(text).utf8 }

    /// A text of this program, exactly as it is: the style sheet, the document's first line.
    mutating func put(_ markup: StaticString) {
        markup.withUTF8Buffer { bytes += $0 }
    }

    /// A line break in the source, which browsers take for a space.
    mutating func line() { put("\n") }

    /// Takes in a part that was made beside the page.
    mutating func add(_ part: HTMLPage) { bytes += part.bytes }

    private mutating func write(_ tag: StaticString, _ attributes: KeyValuePairs<StaticString, String>) {
        put("<")
        put(tag)
        for (name, value) in attributes {
            put(" ")
            put(name)
            put("=\"")
            bytes += HTMLText.attribute(value).utf8
            put("\"")
        }
        put(">")
    }
}

extension HTMLPage {
    /// A name from a config, which may be written from right to left.
    mutating func name(_ text: String) { element("bdi", text) }

    /// An element that holds but a text, and has no attribute.
    mutating func element(_ tag: StaticString, _ text: String) { element(tag, [:], text) }

    /// A moment, for people and for programs.
    mutating func time(_ unixTime: Int) {
        let exact = Timestamp.text(unixTime)
        element("time", ["datetime": exact], HTMLTime.moment(unixTime))
    }

    /// A table with its caption and the titles of its columns; the rows follow.
    mutating func beginTable(_ caption: String, _ columns: [String]) {
        begin("div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": caption])
        begin("table")
        element("caption", caption)
        begin("thead")
        begin("tr")
        for column in columns { element("th", ["scope": "col"], column) }
        end()
        end()
        begin("tbody")
        line()
    }

    /// Ends what ``beginTable(_:_:)`` began.
    mutating func endTable() {
        for _ in 0..<3 { end() }
        line()
    }
}

/// Moments and lengths of time in few words.
enum HTMLTime {
    /// `2026-11-21 10:00 UTC`.
    static func moment(_ unixTime: Int) -> String {
        let exact = Array(Timestamp.text(unixTime).utf8)
        return String(decoding: exact[..<10], as: UTF8.self) + " " + String(decoding: exact[11..<16], as: UTF8.self)
            + " UTC"
    }

    /// How long something took.
    static func duration(_ milliseconds: Int) -> String {
        if milliseconds < 1000 { return "\(max(0, milliseconds)) ms" }
        if milliseconds >= 60_000 { return "\(milliseconds / 60_000) min \(milliseconds / 1000 % 60) s" }
        return "\(milliseconds / 1000).\(milliseconds / 100 % 10) s"
    }
}

extension Int {
    /// `1 finding`, `2 findings`.
    func of(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
