import TikTokAPI

/// TikTok's own sentences where they are known ("replies seen in the field", 2026-04 to 2026-10). The others say so.
extension Refusal {
    static let tokenMissing = Refusal(
        40104,
        "Access token is null, you should set it in http header with key Access-Token."
    )
    static let tokenRejected = Refusal(40105, "Access token is incorrect or has been revoked.")
    /// The code is TikTok's; the sentence is not published.
    static let tokenExpired = Refusal(40102, "Access token is expired.")

    static let appMismatch = Refusal(
        40113,
        "The app_id is inconsistent with the token's app information. Please retry after correcting it."
    )
    /// The code is TikTok's; the sentence is not published.
    static let appForbidden = Refusal(40113, "The app does not exist or has been forbidden.")
    /// The code is TikTok's; the sentence is not published.
    static let secretMismatch = Refusal(40101, "The app_id and secret do not match.")

    static let eventSourceInvalid = Refusal(40002, "Invalid value for event_source: must be web, app or offline.")
    /// The code is TikTok's; the sentence is not published.
    static let bodyInvalid = Refusal(40002, "Invalid request body: not a valid JSON object.")

    static func missing(_ field: String) -> Refusal { Refusal(40002, "Missing required field(s): \(field).") }

    static func invalid(_ field: String, _ reason: String) -> Refusal {
        Refusal(40002, "Invalid value for \(field): \(reason).")
    }

    /// TikTok's services read numbers with Go's parser and pass its words on.
    static func notANumber(_ field: String, _ text: String) -> Refusal {
        invalid(field, "strconv.ParseInt: parsing \"\(text)\": invalid syntax")
    }

    static func noPermission(pixel code: String) -> Refusal {
        Refusal(
            40001,
            "No permission to operate pixel code: \(code). You must be an admin or operator of this advertiser account."
        )
    }

    /// Patterned after the sentence for pixels; this one is not published.
    static func noPermission(eventSet id: String) -> Refusal {
        Refusal(
            40001,
            "No permission to operate event_source_id: \(id). "
                + "You must be an admin or operator of this advertiser account."
        )
    }

    static let noPermissionForAdvertiser = Refusal(40001, "No permission to operate advertiser")

    static func advertiserGone(_ id: String) -> Refusal {
        Refusal(40002, "The advertiser \(id) doesn't exist or has been deleted.")
    }

    static func scopeMissing(_ route: Route) -> Refusal {
        Refusal(
            40001,
            "Permission error: The access token lacks the required scope for endpoint "
                + "'\(route.rawValue)(method=\(route.method.rawValue))'. Please first check if the request method is "
                + "correct then ask the user to generate a new access token and reauthorize your API App with the "
                + "necessary API scopes."
        )
    }

    /// The code is TikTok's; the sentence is not published.
    static func notInSandbox(_ route: Route) -> Refusal {
        Refusal(40008, "The endpoint \(route.rawValue) is not supported in sandbox environment.")
    }
}
