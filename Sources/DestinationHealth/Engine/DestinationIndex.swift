import LocatedJSON
import Synchronization
import TikTokAPI

/// Looks up the destinations of a run by what they share, for the rules that compare them.
///
/// A rule names the field: `index.others(with: .pixelID, as: destination)`. A look-up takes no longer than the first three
/// names of its answer, however many destinations share a value.
public final class DestinationIndex: Sendable {
    private let tables: Mutex<DestinationTables>

    /// Indexes destinations. Disabled ones count by name, but not by the values of their fields.
    public init(_ destinations: [Destination] = []) {
        tables = Mutex(DestinationTables(destinations))
    }

    /// The other destinations with the same value of a field; nil if there are none. Missing values, placeholders and
    /// values that cannot be sent are never the same.
    func others(with field: Field, as destination: Destination) -> OtherDestinations? {
        tables.withLock { $0.groups(by: field).members(with: destination) }
            .flatMap { OtherDestinations($0, except: destination) }
    }

    /// The other destinations with the same values of two fields, or with the same value of the first and none of the
    /// second; nil if there are none.
    func others(with field: Field, and second: Field, as destination: Destination) -> OtherDestinations? {
        subgroups(with: field, by: second, as: destination)?.byValue[destination.comparableValue(of: second)]
            .flatMap { OtherDestinations($0, except: destination) }
    }

    /// The other destinations with the same value of a field that have none of a second field; nil if there are none.
    func others(with field: Field, without second: Field, as destination: Destination) -> OtherDestinations? {
        let hasValue = destination.comparableValue(of: second) != nil
        return subgroups(with: field, by: second, as: destination)?.byValue[nil]
            .flatMap { OtherDestinations($0, except: hasValue ? nil : destination) }
    }

    /// The first destination with each other value of a second field, among those with the same value of a field; nil if
    /// there are none.
    func others(
        with field: Field,
        differingIn second: Field,
        as destination: Destination
    ) -> OtherDestinations? {
        guard let subgroups = subgroups(with: field, by: second, as: destination) else { return nil }
        let firstWithOwn = destination.comparableValue(of: second).flatMap { subgroups.byValue[$0]?.first }
        return OtherDestinations(
            subgroups.firsts,
            except: firstWithOwn,
            isFirst: subgroups.firsts.first?.id == destination.id
        )
    }

    private func subgroups(with field: Field, by second: Field, as destination: Destination) -> Subgroups? {
        tables.withLock { $0.subgroups(with: field, by: second, as: destination) }
    }

    /// The other destinations of the same name in the same file; nil if there are none.
    func sameName(as destination: Destination) -> OtherDestinations? {
        tables.withLock { $0.names.members(with: destination) }
            .flatMap { OtherDestinations($0, except: destination) }
    }

    /// The first destination of the same file with another name that looks the same; nil if there is none, and for one
    /// whose exact name is taken.
    func confusableName(with destination: Destination) -> Destination? {
        tables.withLock { $0.confusableNames.members(with: destination) }?.first { $0.id != destination.id }
    }

    /// The nearest destinations of the run, at most eight on either side, nearest first: values are mostly mixed up with
    /// those beside them.
    func nearby(_ destination: Destination) -> [Destination] {
        tables.withLock { tables in
            guard let place = tables.places[destination.id] else { return [] }
            return (1...8).flatMap { [place + $0, place - $0] }
                .filter(tables.destinations.indices.contains).map { tables.destinations[$0] }
        }
    }

    /// How many secrets are written out in a destination's config, if this is the first destination with one; nil for any
    /// other. An open config is so reported once.
    func plaintextSecretCount(ifFirst destination: Destination) -> Int? {
        tables.withLock { $0.secretPlaces.plaintextCount(ifFirst: destination) }
    }

    /// Whether a destination is the first of its config that reads a secret file.
    func isFirst(_ destination: Destination, toReadSecretFile path: String) -> Bool {
        tables.withLock { $0.secretPlaces.isFirst(destination, toRead: path) }
    }
}

/// Other destinations that share something with one.
struct OtherDestinations: Sendable {
    /// How many there are.
    let count: Int
    /// The first three of them that are written elsewhere: a file that is given twice shares all with itself.
    let firstThree: [Destination]
    /// Whether the destination itself comes before all of them.
    let isFirst: Bool

    /// - Parameters:
    ///   - group: All that share it, in the order of the run.
    ///   - own: The one of the group that is not another; nil where all are others.
    ///   - isFirst: By default whether that one is the first of the group.
    fileprivate init?(_ group: [Destination], except own: Destination?, isFirst: Bool? = nil) {
        count = group.count - (own == nil ? 0 : 1)
        guard count > 0 else { return nil }
        firstThree = Array(
            group.lazy.filter { other in own.map { !other.isWrittenAtSamePlace(as: $0) } ?? true }.prefix(3)
        )
        self.isFirst = isFirst ?? (group.first?.id == own?.id)
    }

    /// `a, b, c and 4 more`.
    var summary: String {
        if firstThree.isEmpty { return "\(count) other place\(count == 1 ? "" : "s")" }
        let more = count - firstThree.count
        return firstThree.map(\.name).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }
}

extension Destination {
    /// A field's value as far as destinations are compared by it; nil where the destination is disabled, or the value is
    /// missing, a placeholder or cannot be sent.
    func comparableValue(of field: Field) -> Secret? {
        guard isEnabled, let text = text(of: field), text.isUsable else { return nil }
        return text.cleaned
    }

    private func text(of field: Field) -> ConfigText? {
        switch field.value {
        case .text(let property), .secret(let property): self[keyPath: property]
        default: nil
        }
    }

    /// Tells a destination from all others of the run, also from one of the same place in a file that is given twice.
    struct ID: Hashable {
        let file: ObjectIdentifier
        let place: Int
    }

    var id: ID { ID(file: range.file.identity, place: placeInFile) }

    fileprivate func isWrittenAtSamePlace(as other: Destination) -> Bool {
        range.bytes == other.range.bytes && range.file.path.hasSameBytes(as: other.range.file.path)
    }
}
