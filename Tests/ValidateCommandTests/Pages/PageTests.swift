import Foundation
import Testing

@testable import ValidateCommand

/// Pages are found, short or with a table of contents, and every link in them leads somewhere.
@Suite("Pages: links and contents")
struct PageTests {
    @Test("a link leads to a file and a heading that exist", arguments: Page.all)
    func links(_ page: Page) throws {
        for (line, target) in page.links where !target.hasPrefix("https://") {
            let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let path = parts[0].hasPrefix("doc:") ? parts[0].dropFirst(4) + ".md" : parts[0]
            let file = path.isEmpty ? ProgramRun.root.appending(path: page.path) : page.folder.appending(path: path)
            let place = "\(page.path):\(line + 1): \(target)"
            #expect(FileManager.default.fileExists(atPath: file.path), "\(place): no such file")
            guard parts.count == 2 else { continue }
            let root = ProgramRun.root.standardizedFileURL.path + "/"
            let linked = try Page(path: String(file.standardizedFileURL.path.dropFirst(root.count)))
            #expect(linked.headings.contains { $0.anchor == parts[1] }, "\(place): no such heading")
        }
    }

    @Test("a page longer than a screen has a table of contents above its first section", arguments: Page.written)
    func contents(_ page: Page) throws {
        let sections = page.headings.filter { $0.level == 2 }
        guard page.lines.count > 60, let first = sections.first else { return }
        let listed = page.links.filter { $0.line < first.line }.map(\.target)
        for section in sections {
            #expect(listed.contains("#" + section.anchor), "\(page.path):\(section.line + 1) is not in the contents")
        }
    }

    @Test("every page can be reached from the README")
    func reachable() throws {
        let pages = Dictionary(uniqueKeysWithValues: Page.all.map { ($0.file.path, $0) })
        var found: Set<String> = []
        var open = [ProgramRun.root.appending(path: "README.md")]
        while let file = open.popLast()?.standardizedFileURL {
            guard found.insert(file.path).inserted, let page = pages[file.path] else { continue }
            for (_, target) in page.links where !target.contains(":") && !target.hasPrefix("#") {
                open.append(page.folder.appending(path: target.split(separator: "#")[0]))
            }
        }
        for (path, page) in pages { #expect(found.contains(path), "no page links to \(page.path)") }
    }

    @Test("the README is one page, and names every command, format and exit status")
    func readme() throws {
        let page = try Page(path: "README.md")
        let words = page.lines.joined(separator: " ").split(separator: " ").count
        #expect(words <= 1600, "it has \(words) words; move something beside its code")
        let text = page.lines.joined(separator: "\n")
        for command in Command.allCases where command != .check {
            #expect(text.contains("validate \(command.rawValue)"), "\(command)")
        }
        for format in ReportFormat.allCases { #expect(text.contains("`\(format.rawValue)`"), "\(format)") }
        for status in ExitStatus.allCases {
            let row = page.lines.first { $0.hasPrefix("| ") && $0.contains("\(status.rawValue)") }
            #expect(row != nil, "\(status)")
        }
    }

    @Test("the page on the architecture names every folder of the sources, and none that is gone")
    func folders() throws {
        let page = try Page(path: "Sources/DestinationHealth/DestinationHealth.docc/Architecture.md")
        let named = page.lines.compactMap { $0.firstMatch(of: #/^\| `([A-Za-z]+(/[A-Za-z]+)?)` \| [^|]*\|$/#)?.1 }
        let sources = ProgramRun.root.appending(path: "Sources")
        for name in named {
            #expect(FileManager.default.fileExists(atPath: sources.appending(path: String(name)).path), "\(name)")
        }
        // A row for a module is enough for its folders.
        for module in try FileManager.default.contentsOfDirectory(atPath: sources.path)
        where module != "validate" && !named.contains(Substring(module)) {
            let inside = try FileManager.default.contentsOfDirectory(atPath: sources.appending(path: module).path)
            for folder in inside where !folder.contains(".") {
                #expect(named.contains("\(module)/\(folder)"), "there is no row for \(module)/\(folder)")
            }
        }
    }

    @Test("an option that a page for users names is one of a command")
    func options() {
        // The last is one of swift build.
        let options = Set(Command.allCases.flatMap(\.help.options).map { "--" + $0.name } + ["--disable-local-rpath"])
        for page in Page.written where page.path == "README.md" || page.path.contains("ValidateCommand.docc") {
            for (number, text) in page.prose {
                for match in text.matches(of: #/`(--[a-z-]+)/#) {
                    #expect(options.contains(String(match.1)), "\(page.path):\(number + 1): there is no \(match.1)")
                }
            }
        }
    }
}
