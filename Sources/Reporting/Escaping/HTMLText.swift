/// Texts in HTML, between tags or in an attribute's quotation marks.
///
/// Not for the inside of `<script>` and `<style>`, where references are not undone, nor for an attribute that holds an
/// address or a program, where the danger lies in what the text says.
package enum HTMLText {
    /// What stands between tags.
    ///
    /// - Parameters:
    ///   - raw: The text.
    ///   - keepingLines: Whether line feeds stay line feeds, as in `<pre>`.
    package static func text(_ raw: String, keepingLines: Bool = false) -> String {
        XMLText.escaped(VisibleText.of(raw, keepingLines: keepingLines))
    }

    /// What stands in an attribute, between quotation marks of either kind.
    package static func attribute(_ raw: String) -> String { XMLText.escaped(VisibleText.of(raw)) }
}
