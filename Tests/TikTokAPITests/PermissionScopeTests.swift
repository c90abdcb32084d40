import TikTokAPI
import Testing

@Suite("The tree of permission scopes")
struct PermissionScopeTests {
    @Test("it has 167 scopes in three levels, each under a parent of the level above")
    func shape() throws {
        let all = PermissionScope.all
        #expect(all.count == 167)
        #expect(Set(all.map(\.id)).count == 167)
        #expect([1, 2, 3].map { level in all.count { $0.level == level } } == [21, 74, 72])
        for scope in all {
            #expect(!scope.name.isEmpty)
            #expect(scope.endpoints.allSatisfy { $0.hasPrefix("/") && $0.hasSuffix("/") })
            guard let parentID = scope.parentID else {
                #expect(scope.level == 1, "\(scope.id)")
                continue
            }
            let parent = try #require(PermissionScope.numbered(parentID), "\(scope.id)")
            #expect(parent.level == scope.level - 1, "\(scope.id)")
            // A chain as long as the level ends: there is no cycle.
            #expect(scope.ancestors.count == scope.level - 1, "\(scope.id)")
        }
    }

    /// Made once from the published list, by another program: number, parent, level, name and calls of every scope.
    @Test("every number, name, parent and call is exactly as published")
    func exact() {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for scope in PermissionScope.all.sorted(by: { $0.id < $1.id }) {
            let parent = scope.parentID.map { "\($0)" } ?? "-"
            let line = "\(scope.id)|\(parent)|\(scope.level)|\(scope.name)|\(scope.endpoints.joined(separator: " "))\n"
            for byte in line.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        #expect(hash == 0x2359_2B03_E2B0_4ABD)
    }

    @Test("a number covers itself and all below it, and nothing else", arguments: PermissionScope.all)
    func coverage(_ granted: PermissionScope) {
        let covered = PermissionScope.all.filter { $0.isCovered(by: [granted.id]) }.map(\.id)
        var below = PermissionScope.all.filter { $0 == granted || $0.ancestors.contains(granted) }.map(\.id)
        // Listed under 80 by its source.
        if [8, 80].contains(granted.id) { below.append(701) }
        #expect(covered.sorted() == below.sorted())
    }

    @Test(
        "a neighbour of a long number is never taken for it, and is known for a rounded one",
        arguments: PermissionScope.all
    )
    func digits(_ scope: PermissionScope) {
        for id in [scope.id - 1, scope.id + 1] where PermissionScope.numbered(id) == nil {
            #expect(!scope.isCovered(by: [id]))
            #expect(PermissionScope.losingDigits(to: id)?.id == (scope.id > 1 << 53 ? scope.id : nil))
        }
        #expect(PermissionScope.losingDigits(to: scope.id) == nil)
        if scope.id > 1 << 53 {
            let rounded = UInt64(Double(scope.id))
            #expect(rounded == scope.id || PermissionScope.losingDigits(to: rounded) == scope)
        }
    }

    @Test("a path names every level, and a group opens the calls of all that it contains")
    func words() throws {
        let campaigns = try #require(PermissionScope.numbered(200))
        #expect(campaigns.path == "Ads Management > Campaign > Read Campaigns")
        #expect(campaigns.endpoints.first == "/campaign/get/")
        let group = try #require(PermissionScope.numbered(8))
        #expect(group.endpoints.isEmpty)
        #expect(group.allEndpoints.contains("/pixel/list/"))
        #expect(PermissionScope.numbered(701)?.path == "App Management > App Management > Create and Update Apps")
    }
}
