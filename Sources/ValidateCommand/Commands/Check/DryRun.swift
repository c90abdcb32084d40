import DestinationHealth
import Reporting
import TikTokAPI

/// The requests that a run would send, with every secret masked.
struct DryRun {
    let check: HealthCheck
    let api: APIClient
    let index: DestinationIndex

    /// One destination's requests as lines of text.
    func lines(for destination: Destination) -> [String] {
        let name = TerminalText(TokenShape.maskingCredentials(in: destination.name)).atLineStart.text
        if let skipReason = check.skipReason(to: destination) {
            return ["\(name): nothing would be sent: \(skipReason)"]
        }
        var lines: [String] = []
        for call in check.questions(about: destination, index: index) {
            let request = api.preview(call)
            lines.append("\(name): \(request.method.rawValue) \(request.origin)\(request.path)\(query(of: request))")
            for header in request.headers { lines.append("    \(header.name): \(header.value.masked)") }
            if let body = request.body { lines.append("    " + String(decoding: body, as: UTF8.self)) }
        }
        return lines.isEmpty ? ["\(name): nothing would be sent: no selected rule asks the API"] : lines
    }

    private func query(of request: HTTPRequest) -> String {
        guard !request.query.isEmpty else { return "" }
        return "?" + request.query.map { "\($0.name)=\($0.value.masked)" }.joined(separator: "&")
    }
}
