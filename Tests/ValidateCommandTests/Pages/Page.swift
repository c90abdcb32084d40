import Foundation
import Testing

/// A Markdown page of the repository.
struct Page: CustomTestStringConvertible {
    /// A fenced block.
    struct Block {
        let language: String
        /// The HTML comment in the line above, such as `output of: validate rules`.
        let marker: String?
        /// The number of its first line in the page, the fence, counted from 0.
        let line: Int
        let lines: [String]

        var text: String { lines.map { $0 + "\n" }.joined() }

        /// The rest of a marker that begins with a word, such as a command after `output of: `.
        func marker(after word: String) -> String? {
            guard let marker, marker.hasPrefix(word) else { return nil }
            return String(marker.dropFirst(word.count))
        }
    }

    /// The path from the top of the checkout.
    let path: String
    let lines: [String]
    let blocks: [Block]
    /// The lines outside of blocks.
    let prose: [(number: Int, text: String)]

    var testDescription: String { path }
    var file: URL { ProgramRun.root.appending(path: path) }
    var folder: URL { file.deletingLastPathComponent() }

    init(path: String) throws {
        self.path = path
        lines = try String(contentsOf: ProgramRun.root.appending(path: path), encoding: .utf8)
            .components(separatedBy: "\n")
        var blocks: [Block] = []
        var prose: [(Int, String)] = []
        var fence: Int?
        for (number, line) in lines.enumerated() {
            if line.hasPrefix("```") {
                if let start = fence {
                    let marker = start > 0 ? Self.comment(in: lines[start - 1]) : nil
                    let content = Array(lines[(start + 1)..<number])
                    blocks.append(
                        Block(language: String(lines[start].dropFirst(3)), marker: marker, line: start, lines: content)
                    )
                    fence = nil
                } else {
                    fence = number
                }
            } else if fence == nil {
                prose.append((number, line))
            }
        }
        self.blocks = blocks
        self.prose = prose
    }

    /// The text of a line that is an HTML comment.
    private static func comment(in line: String) -> String? {
        guard line.hasPrefix("<!-- "), line.hasSuffix(" -->") else { return nil }
        return String(line.dropFirst(5).dropLast(4))
    }

    /// Replaces what is inside a block, in the file.
    func replace(_ block: Block, by text: String) throws {
        var new = lines
        let content = (block.line + 1)..<(block.line + 1 + block.lines.count)
        new.replaceSubrange(content, with: text.components(separatedBy: "\n").dropLast())
        try Data(new.joined(separator: "\n").utf8).write(to: file)
    }

    /// Every page of the repository, in the order of the paths.
    static let all: [Page] = {
        var paths = ["README.md"]
        for folder in ["Sources", "Tests", "fixtures"] {
            let files = FileManager.default.enumerator(atPath: ProgramRun.root.appending(path: folder).path)
            for case let file as String in files ?? .init() where file.hasSuffix(".md") && !file.contains("Golden/") {
                paths.append(folder + "/" + file)
            }
        }
        return paths.sorted().compactMap { try? Page(path: $0) }
    }()

    /// The pages that people write; a generated one is compared with its source by a test of its own.
    static let written: [Page] = all.filter { !$0.isGenerated }

    private var isGenerated: Bool {
        let first = lines.first { !$0.isEmpty && !$0.hasPrefix("# ") } ?? ""
        return first.hasPrefix("<!-- Made from")
    }
}

extension Page {
    /// The headings, each with its level, its line and the name that GitHub gives it in addresses.
    var headings: [(level: Int, line: Int, anchor: String)] {
        var taken: [String: Int] = [:]
        return prose.compactMap { number, text in
            let level = text.prefix { $0 == "#" }.count
            guard (1...6).contains(level), text.dropFirst(level).hasPrefix(" ") else { return nil }
            let slug = text.dropFirst(level + 1).lowercased().compactMap { character -> String? in
                if character == " " { return "-" }
                return character.isLetter || character.isNumber || "-_".contains(character) ? String(character) : nil
            }
            let anchor = slug.joined()
            let earlier = taken[anchor, default: 0]
            taken[anchor] = earlier + 1
            return (level, number, earlier == 0 ? anchor : "\(anchor)-\(earlier)")
        }
    }

    /// The targets of all links: `FILE`, `FILE#ANCHOR`, `#ANCHOR`, an address, or DocC's `doc:PAGE`.
    var links: [(line: Int, target: String)] {
        prose.flatMap { number, text -> [(line: Int, target: String)] in
            guard text.contains("](") || text.contains("<doc:") else { return [] }
            let plain = text.replacing(#/``[^`]+``|`[^`]*`/#, with: "")
            return plain.matches(of: #/\]\(([^)\s]+)\)/#).map { (number, String($0.1)) }
                + plain.matches(of: #/<(doc:[^>]+)>/#).map { (number, String($0.1)) }
        }
    }
}
