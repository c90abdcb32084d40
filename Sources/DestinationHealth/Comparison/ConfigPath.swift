/// Paths of configs as two runs may spell them.
public enum ConfigPath {
    /// The path without what leads nowhere: `./a//b/../c` is `a/c`. Links are not looked at.
    public static func normalized(_ path: String) -> String {
        let isAbsolute = path.utf8.first == UInt8(ascii: "/")
        let parts = parts(of: path).map { String(decoding: $0, as: UTF8.self) }
        return (isAbsolute ? "/" : "") + parts.joined(separator: "/")
    }

    /// The parts, as bytes: text from outside is not compared by canonical equivalence.
    static func parts(of path: String) -> [[UInt8]] {
        let isAbsolute = path.utf8.first == UInt8(ascii: "/")
        var parts: [[UInt8]] = []
        for part in path.utf8.split(separator: UInt8(ascii: "/")).map(Array.init) {
            if part.elementsEqual(".".utf8) { continue }
            let isUp = part.elementsEqual("..".utf8)
            if isUp, let last = parts.last, !last.elementsEqual("..".utf8) {
                parts.removeLast()
            } else if !isUp || !isAbsolute {
                parts.append(part)
            }
        }
        return parts
    }
}

/// Which config of an earlier run is which of this one.
///
/// Paths that mean the same are the same. Of the rest, one that is the end of another is the same config seen from
/// another directory (`config.json` and `/builds/shop/config.json`), where that can be meant of only one. Anything else
/// stays apart: a config that is taken for another would excuse what is wrong with it.
struct ConfigPathMatching {
    /// The place of each earlier path among the later ones.
    private var matches: [[UInt8]: Int] = [:]

    init(old: [String], new: [String]) {
        func key(_ path: String) -> [UInt8] { Array(ConfigPath.normalized(path).utf8) }
        var newByKey: [[UInt8]: Int] = [:]
        for (index, path) in new.enumerated() { newByKey[key(path)] = newByKey[key(path)] ?? index }
        var left: [String] = []
        var taken: Set<Int> = []
        for path in old where matches[key(path)] == nil {
            if let index = newByKey[key(path)] {
                matches[key(path)] = index
                taken.insert(index)
            } else {
                left.append(path)
            }
        }
        let free = new.indices.filter { !taken.contains($0) && newByKey[key(new[$0])] == $0 }
        // All configs that could be meant, both ways, by the last part of their paths.
        let freeByName = Dictionary(grouping: free) { ConfigPath.parts(of: new[$0]).last ?? [] }
        let leftByName = Dictionary(grouping: left) { ConfigPath.parts(of: $0).last ?? [] }
        for (name, paths) in leftByName {
            let candidates = freeByName[name] ?? []
            // Several of one name could only be distinguished by guessing.
            guard !name.isEmpty, paths.count == 1, candidates.count == 1 else { continue }
            if Self.isEnd(paths[0], new[candidates[0]]) { matches[key(paths[0])] = candidates[0] }
        }
    }

    /// The place of an earlier config among the later ones; nil if it is none of them.
    func index(of old: String) -> Int? { matches[Array(ConfigPath.normalized(old).utf8)] }

    private static func isEnd(_ left: String, _ right: String) -> Bool {
        func known(_ path: String) -> [[UInt8]] {
            Array(ConfigPath.parts(of: path).drop { $0.elementsEqual("..".utf8) })
        }
        func isAbsolute(_ path: String) -> Bool { path.utf8.first == UInt8(ascii: "/") }
        let (one, other) = (known(left), known(right))
        if isAbsolute(left), isAbsolute(right) { return false }
        if isAbsolute(left), one.count < other.count { return false }
        if isAbsolute(right), other.count < one.count { return false }
        let count = min(one.count, other.count)
        return one.suffix(count).elementsEqual(other.suffix(count))
    }
}
