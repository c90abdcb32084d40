import Foundation
import Reporting
import TestSupport
import Testing

/// The escapers against parsers that somebody else wrote.
@Suite("Escaping, read back by Python's parsers", .enabled(if: Python.path != nil, "python3 reads the documents back"))
struct EscapingParserTests {
    /// Documents in the order of ``HostileTexts``, and what must be read from them.
    private struct Question: Encodable {
        let documents: [String]
        let texts: [String]
    }

    private func ask(_ program: String, _ documents: [String], _ texts: [String]) throws -> String {
        let input = try JSONEncoder().encode(Question(documents: documents, texts: texts))
        let start = "import json, sys\nquestion = json.load(sys.stdin.buffer)\nbad = []\n"
        let end = "\nprint('wrong: %s' % bad if bad else 'all as it should be')\n"
        return try Python.run(start + program + end, input: input)
    }

    private static let right = "all as it should be\n"

    @Test("XML is well-formed, and holds the text and nothing else", .tags(.R4))
    func xml() throws {
        let texts = HostileTexts.all
        let answer = try ask(
            """
            import xml.etree.ElementTree as tree
            for number, document in enumerate(question['documents']):
                try:
                    root = tree.fromstring(document.encode())
                    text = question['texts'][number]
                    if (root.text or '') != text or root.attrib != {'a': text, 'b': text} or len(root): bad.append(number)
                except Exception as error:
                    bad.append((number, str(error)))
            """,
            texts.map { "<r a=\"\(XMLText.attribute($0))\" b='\(XMLText.attribute($0))'>\(XMLText.text($0))</r>" },
            texts.map { VisibleText.of($0) }
        )
        #expect(answer == Self.right)
    }

    @Test("HTML holds one element with the text and nothing else", .tags(.R6))
    func html() throws {
        let texts = HostileTexts.all
        let answer = try ask(
            """
            from html.parser import HTMLParser
            class Reader(HTMLParser):
                def __init__(self):
                    super().__init__(convert_charrefs=True)
                    self.tags, self.text, self.rest = [], '', []
                def handle_starttag(self, tag, attributes): self.tags.append((tag, attributes))
                def handle_endtag(self, tag): self.tags.append('/' + tag)
                def handle_data(self, data): self.text += data
                def handle_comment(self, data): self.rest.append(data)
                def handle_decl(self, data): self.rest.append(data)
                def unknown_decl(self, data): self.rest.append(data)
                def handle_pi(self, data): self.rest.append(data)
            for number, document in enumerate(question['documents']):
                reader = Reader()
                reader.feed(document)
                reader.close()
                text = question['texts'][number]
                if reader.tags != [('p', [('title', text), ('lang', text)]), '/p'] or reader.text != text or reader.rest:
                    bad.append(number)
            """,
            texts.map {
                "<p title=\"\(HTMLText.attribute($0))\" lang='\(HTMLText.attribute($0))'>\(HTMLText.text($0))</p>"
            },
            texts.map { VisibleText.of($0) }
        )
        #expect(answer == Self.right)
    }

    @Test(
        "a table has its rows and cells, each the text but for the apostrophes, and none begins a formula",
        .tags(.R5)
    )
    func cells() throws {
        let texts = HostileTexts.all
        let answer = try ask(
            #"""
            import csv, io, re
            table = ''.join(question['documents'])
            rows = list(csv.reader(io.StringIO(table, newline=''), strict=True))
            if len(rows) != len(question['texts']): bad.append('rows')
            for number, (row, text) in enumerate(zip(rows, question['texts'])):
                if len(row) != 3 or row[0] != 'x' or row[2] != 'y': bad.append(number)
                elif row[1].replace("'", '') != text.replace("'", ''): bad.append((number, 'text'))
                elif len(row[1]) < len(text): bad.append((number, 'short'))
                else:
                    # A line feed behind a carriage return ends the same line.
                    for line in re.split('\r\n|\r|\n', row[1]):
                        if line.strip(' \xa0')[:1] in tuple('=+-@\t') : bad.append((number, 'formula'))
            if table.count('"') % 2 or not table.endswith('"y"\r\n'): bad.append('shape')
            """#,
            texts.map { SpreadsheetText.row(["x", $0, "y"]) },
            texts
        )
        #expect(answer == Self.right)
    }
}

/// The Python of the machine.
enum Python {
    static let path: String? =
        ["/usr/bin/python3", "/usr/local/bin/python3", "/opt/homebrew/bin/python3"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }
        ?? (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/python3" }
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    static func run(_ program: String, input: Data) throws -> String {
        let process = Process()
        let (stdin, stdout) = (Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: path ?? "/usr/bin/python3")
        process.arguments = ["-X", "utf8", "-c", program]
        process.standardInput = stdin
        process.standardOutput = stdout
        try process.run()
        // More than a pipe holds; Python reads all of it before it writes.
        try stdin.fileHandleForWriting.write(contentsOf: input)
        try stdin.fileHandleForWriting.close()
        let answer = stdout.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: answer, as: UTF8.self)
    }
}
