/// Letters of other scripts that look like Latin ones ("Unicode confusables", the single-letter rows for
/// Cyrillic, Greek and full-width forms that occur in copied credentials).
enum LookAlike {
    /// The Latin letter or digit that a character looks like; nil if it looks like none.
    static func latin(for scalar: Unicode.Scalar) -> Unicode.Scalar? {
        if (0xFF01...0xFF5E).contains(scalar.value) { return Unicode.Scalar(scalar.value - 0xFEE0) }
        return table[scalar]
    }

    private static let table: [Unicode.Scalar: Unicode.Scalar] = [
        // Cyrillic
        "\u{0430}": "a", "\u{0435}": "e", "\u{043E}": "o", "\u{0440}": "p", "\u{0441}": "c", "\u{0443}": "y",
        "\u{0445}": "x", "\u{0456}": "i", "\u{0458}": "j", "\u{0455}": "s", "\u{04BB}": "h", "\u{0501}": "d",
        "\u{051B}": "q", "\u{051D}": "w", "\u{0410}": "A", "\u{0412}": "B", "\u{0415}": "E", "\u{041A}": "K",
        "\u{041C}": "M", "\u{041D}": "H", "\u{041E}": "O", "\u{0420}": "P", "\u{0421}": "C", "\u{0422}": "T",
        "\u{0425}": "X", "\u{0406}": "I", "\u{0408}": "J", "\u{0405}": "S", "\u{0423}": "Y", "\u{0417}": "3",
        // Greek
        "\u{03BF}": "o", "\u{03BD}": "v", "\u{0391}": "A", "\u{0392}": "B", "\u{0395}": "E", "\u{0396}": "Z",
        "\u{0397}": "H", "\u{0399}": "I", "\u{039A}": "K", "\u{039C}": "M", "\u{039D}": "N", "\u{039F}": "O",
        "\u{03A1}": "P", "\u{03A4}": "T", "\u{03A5}": "Y", "\u{03A7}": "X",
        // Dashes that text editors make of a hyphen
        "\u{2010}": "-", "\u{2011}": "-", "\u{2012}": "-", "\u{2013}": "-", "\u{2014}": "-", "\u{2212}": "-",
    ]
}
