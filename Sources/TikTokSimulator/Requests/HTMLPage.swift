import TikTokAPI

/// The pages that proxies put between a client and the API.
enum HTMLPage {
    case badGateway, notAllowed, tooManyRequests, signIn

    var text: String {
        switch self {
        case .badGateway: Self.nginx("502 Bad Gateway")
        case .notAllowed: Self.nginx("405 Not Allowed")
        case .tooManyRequests: Self.nginx("429 Too Many Requests")
        case .signIn:
            """
            <!DOCTYPE html>
            <html><head><title>Guest Wi-Fi</title></head>
            <body><h1>Welcome</h1><p>Please sign in to use the network.</p>
            <form action="/login" method="post"><button>Accept and connect</button></form></body></html>

            """
        }
    }

    /// The page that nginx writes by itself, its line ends included.
    private static func nginx(_ title: String) -> String {
        [
            "<html>", "<head><title>\(title)</title></head>", "<body>", "<center><h1>\(title)</h1></center>",
            "<hr><center>nginx</center>", "</body>", "</html>", "",
        ].joined(separator: "\r\n")
    }
}

extension Stamp {
    func response(status: Int, html page: HTMLPage) -> HTTPResponse {
        response(status: status, type: "text/html", body: Array(page.text.utf8))
    }
}
