/// Texts in the exposition format of Prometheus.
package enum PrometheusText {
    /// The value of a label, without its quotation marks.
    ///
    /// Nothing else is changed: two names that differ must stay two series, since of two alike the whole file is refused.
    package static func labelValue(_ raw: String) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(raw.utf8.count)
        for byte in raw.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): text += "\\\\".utf8
            case UInt8(ascii: "\""): text += "\\\"".utf8
            case 0x0A: text += "\\n".utf8
            default: text.append(byte)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
