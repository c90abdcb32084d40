import TikTokAPI

@testable import DestinationHealth

/// What a destination says, whatever the config it stands in: every field but places, defects and products. A field
/// of a new kind is not passed over: it is told as it describes itself.
func facts(of destination: Destination) -> [String] {
    let places = ["range", "placeInFile", "nameRange", "scopesRange", "defects", "product", "rareFields"]
    let fields = [Mirror(reflecting: destination.fields), Mirror(reflecting: destination.fields.rare)]
    return fields.flatMap { $0.children }.compactMap { child in
        guard let label = child.label, !places.contains(label) else { return nil }
        return "\(label): \(fact(child.value))"
    }
}

private func fact(_ value: Any) -> String {
    switch value {
    case let text as ConfigText: return "<\(text.cleaned.unmasked)>"
    case let app as AppConfig: return "\(fact(app.appID as Any)) \(fact(app.secret as Any))"
    case let moment as ConfigMoment: return "\(moment.unixTime)"
    case let integer as ConfigInteger: return "\(integer.value)"
    case let item as ConfigItem: return item.text
    case let list as ConfigList: return list.isEmpty ? "empty list" : "list"
    case let suppression as Suppression: return "\(suppression.rule) \(suppression.reason) \(suppression.until)"
    default: break
    }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional: return mirror.children.first.map { fact($0.value) } ?? "nil"
    case .collection: return "[\(mirror.children.map { fact($0.value) }.joined(separator: ", "))]"
    default: return "\(value)"
    }
}
