import DestinationHealth
import Foundation
import Reporting
import TestSupport
import Testing
import TikTokAPI

/// The HTML page, read by Python's parser.
@Suite("The HTML page, read back by Python's parser", .enabled(if: Python.path != nil, "python3 reads the page"))
struct HTMLParserTests {
    private struct Question: Encodable {
        let page: String
        let texts: [String]
    }

    /// Reads the page into `tags`, as (name, attributes), and `found`, the texts of elements by their path.
    private static let reader = #"""
        import base64, hashlib, json, re, sys
        from html.parser import HTMLParser
        question = json.load(sys.stdin.buffer)
        bad = []
        VOID = {'meta'}
        class Reader(HTMLParser):
            def __init__(self):
                super().__init__(convert_charrefs=True)
                self.open, self.tags, self.found, self.sheet = [], [], [], ''
            def handle_starttag(self, tag, attributes):
                self.tags.append((tag, dict(attributes)))
                if len(dict(attributes)) != len(attributes): bad.append('attribute twice: %s' % tag)
                if tag not in VOID: self.open.append([tag, dict(attributes).get('class', ''), ''])
            def handle_startendtag(self, tag, attributes): bad.append('<%s/>' % tag)
            def handle_endtag(self, tag):
                if not self.open or self.open[-1][0] != tag: bad.append('unbalanced: %s' % tag)
                else:
                    name, kind, text = self.open.pop()
                    self.found.append((name, kind, text, [x[0] for x in self.open]))
                    if self.open: self.open[-1][2] += text
            def handle_data(self, data):
                if self.open: self.open[-1][2] += data
                elif data.strip(): bad.append('text outside: %r' % data)
            def handle_comment(self, data): bad.append('comment')
            def handle_decl(self, data):
                if data != 'DOCTYPE html': bad.append(data)
            def unknown_decl(self, data): bad.append(data)
            def handle_pi(self, data): bad.append(data)
        reader = Reader()
        reader.feed(question['page'])
        reader.close()
        if reader.open: bad.append('left open: %s' % reader.open)
        sheets = [text for name, kind, text, path in reader.found if name == 'style']

        """#

    private func ask(_ program: String, _ report: Report, _ texts: [String] = []) throws -> String {
        let page = HTMLFormat(masker: SecretMasker(SampleReport.secrets)).bytes(of: report)
        let question = Question(page: String(decoding: page, as: UTF8.self), texts: texts)
        let end = "\nprint('wrong: %s' % bad[:20] if bad else 'all as it should be')\n"
        return try Python.run(Self.reader + program + end, input: try JSONEncoder().encode(question))
    }

    private static let right = "all as it should be\n"

    struct Sample: CustomTestStringConvertible {
        let testDescription: String
        let make: @Sendable () throws -> Report
    }

    @Test(
        "holds nothing but our own elements, fetches nothing, and runs nothing",
        .tags(.R6),
        arguments: [
            Sample(testDescription: "a bit of everything") { try HTMLSample.all() },
            Sample(testDescription: "hostile texts") { HTMLSample.hostile() },
            Sample(testDescription: "nothing wrong") { HTMLSample.many(3, .healthy) },
            Sample(testDescription: "no destination") { HTMLSample.many(0, .healthy) },
            Sample(testDescription: "ten thousand") {
                HTMLSample.many(10_000, .unhealthy, findings: [HTMLSample.finding("refused")])
            },
        ]
    )
    func shape(_ sample: Sample) throws {
        let answer = try ask(
            #"""
            TAGS = set('''html head meta title style body header main section article footer h1 h2 h3 h4 p span strong code
                bdi time ul ol li div details summary figure figcaption blockquote table caption thead tbody tr th td svg
                rect'''.split())
            NAMES = set('''lang charset http-equiv content name class id role title open datetime scope tabindex aria-hidden
                aria-label aria-labelledby viewbox preserveaspectratio x y width height'''.split())
            ids, level = set(), 0
            for tag, attributes in reader.tags:
                if tag not in TAGS: bad.append('tag %s' % tag)
                for name, value in attributes.items():
                    if name not in NAMES: bad.append('attribute %s' % name)
                    if value is None: bad.append('no value: %s' % name)
                if 'id' in attributes:
                    if attributes['id'] in ids: bad.append('id twice')
                    ids.add(attributes['id'])
                if re.fullmatch('h[1-6]', tag):
                    if int(tag[1]) > level + 1: bad.append('%s after h%d' % (tag, level))
                    level = int(tag[1])
                if tag == 'svg' and not ('aria-label' in attributes and attributes['role'] == 'img'):
                    if attributes != {'viewbox': '0 0 600 16', 'preserveaspectratio': 'none'}: bad.append('a drawing without words')
            for tag, attributes in reader.tags:
                if attributes.get('aria-labelledby', 'glance') not in ids: bad.append('label of nothing')
            for name, kind, text, path in reader.found:
                if name == 'tr' and path[-1] not in ('thead', 'tbody'): bad.append('row outside')
            if len(sheets) != 1 or re.search(r'url\(|@import|expression|image-set|://', sheets[0]): bad.append('sheet')
            digest = base64.b64encode(hashlib.sha256(sheets[0].encode()).digest()).decode()
            policy = [a['content'] for t, a in reader.tags if a.get('http-equiv') == 'Content-Security-Policy']
            wanted = "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'" % digest
            if policy != [wanted]: bad.append('the policy should be: %s' % wanted)
            if sum(t == 'h1' for t, a in reader.tags) != 1: bad.append('h1')
            """#,
            try sample.make()
        )
        #expect(answer == Self.right)
    }

    @Test("shows every hostile text as it is, where it belongs", .tags(.R6))
    func texts() throws {
        let answer = try ask(
            #"""
            texts = question['texts']
            def all_of(test): return [text for name, kind, text, path in reader.found if test(name, kind, path)]
            def same(what, found, wanted):
                if found != wanted:
                    number = next((i for i, (a, b) in enumerate(zip(found, wanted)) if a != b), -1)
                    bad.append((what, len(found), len(wanted), number))
            same('names', all_of(lambda name, kind, path: name == 'bdi' and path[-1] == 'h3'), texts)
            same('messages', all_of(lambda name, kind, path: name == 'h4'), ['error ' + text for text in texts])
            same('words', all_of(lambda name, kind, path: name == 'blockquote'), texts)
            same('steps', all_of(lambda name, kind, path: name == 'li' and path[-1] == 'ol'),
                [text for text in texts for _ in range(2)])
            same('requests', [text.split(' · request ', 1)[1] for text in
                all_of(lambda name, kind, path: name == 'figcaption' and 'TikTok' not in path) if ' · request ' in text],
                texts)
            same('places', all_of(lambda name, kind, path: name == 'p' and kind == 'where'),
                ['%s:4:21 · %s · rule token-accepted' % (text, text) for text in texts])
            same('problems', [text[len('error: '):] for text in
                all_of(lambda name, kind, path: name == 'li' and path[-3:-1] == ['header', 'section'])], texts)
            same('dots', [a['title'] for t, a in reader.tags if a.get('class') == 'dot unhealthy'],
                [text + ': unhealthy' for text in texts])
            """#,
            HTMLSample.hostile(),
            HostileTexts.all.map { VisibleText.of($0) }
        )
        #expect(answer == Self.right)
    }

    @Test(
        "can be read: each colour of text has a contrast of 4.5 to 1 on what it stands on, by day, by night and printed"
    )
    func contrast() throws {
        let answer = try ask(
            #"""
            def light(color):
                parts = [int(color[i:i + 2], 16) / 255 for i in (1, 3, 5)]
                parts = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
                return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
            def contrast(a, b):
                a, b = sorted((light(a), light(b)), reverse=True)
                return (a + 0.05) / (b + 0.05)
            PAIRS = [(text, ground) for text in ('ink', 'soft') for ground in ('ground', 'paper', 'inset')]
            PAIRS += [(text, ground) for text in ('healthy', 'unhealthy', 'unknown', 'skipped', 'link') for ground in ('paper', 'inset')]
            PAIRS += [('on', text) for text in ('healthy', 'unhealthy', 'unknown', 'skipped')]
            PAIRS += [('ink', wash + '-wash') for wash in ('healthy', 'unhealthy', 'unknown', 'skipped')]
            schemes = re.findall(r':root \{(.*?)\}', sheets[0], re.S)
            if len(schemes) != 3: bad.append('schemes')
            colors = {}
            for scheme in schemes:
                colors = {**colors, **dict(re.findall(r'--([a-z-]+): (#[0-9a-f]{6});', scheme))}
                for text, ground in PAIRS:
                    ratio = contrast(colors[text], colors[ground])
                    if ratio < 4.5: bad.append((text, ground, round(ratio, 2)))
            """#,
            HTMLSample.many(1, .healthy)
        )
        #expect(answer == Self.right)
    }
}
