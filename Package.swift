// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

// Fuzzing needs libFuzzer, which not every toolchain has: `.ci/fuzz` asks for its driver, nothing else builds it.
let fuzzDriver: [Target] =
    Context.environment["VALIDATE_FUZZ"] == nil
    ? []
    : [
        .executableTarget(
            name: "fuzz",
            dependencies: ["FuzzTargets"],
            path: "Tests/Fuzz/Driver",
            swiftSettings: strict
        )
    ]

// No package is depended on: the toolchain is the only dependency, and libcurl is loaded at run time.
let package = Package(
    name: "validate",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "validate", targets: ["validate"]),
        // For embedding: the checks, the client that asks TikTok, and the simulator for one's own tests.
        .library(name: "DestinationHealth", targets: ["DestinationHealth", "TikTokAPI", "TikTokSimulator"]),
    ],
    targets: [
        .target(name: "LocatedJSON", swiftSettings: strict),
        .target(name: "CCurl"),
        .target(name: "TikTokAPI", dependencies: ["CCurl", "LocatedJSON"], swiftSettings: strict),
        .target(
            name: "DestinationHealth",
            dependencies: ["LocatedJSON", "TikTokAPI"],
            exclude: ["Rules/README.md"],
            swiftSettings: strict
        ),
        .target(
            name: "Reporting",
            dependencies: ["DestinationHealth", "LocatedJSON", "TikTokAPI"],
            swiftSettings: strict
        ),
        .target(name: "TikTokSimulator", dependencies: ["LocatedJSON", "TikTokAPI"], swiftSettings: strict),
        .target(
            name: "ValidateCommand",
            dependencies: ["DestinationHealth", "LocatedJSON", "Reporting", "TikTokAPI", "TikTokSimulator"],
            swiftSettings: strict
        ),
        .executableTarget(name: "validate", dependencies: ["ValidateCommand"], swiftSettings: strict),

        .target(
            name: "TestSupport",
            dependencies: ["LocatedJSON", "TikTokAPI"],
            path: "Tests/TestSupport",
            swiftSettings: strict
        ),
        .testTarget(
            name: "LocatedJSONTests",
            dependencies: ["LocatedJSON", "TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "TikTokAPITests",
            dependencies: ["TestSupport", "TikTokAPI", "LocatedJSON"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "DestinationHealthTests",
            dependencies: [
                "DestinationHealth", "FuzzTargets", "LocatedJSON", "TestSupport", "TikTokAPI", "TikTokSimulator",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ReportingTests",
            dependencies: ["DestinationHealth", "LocatedJSON", "Reporting", "TestSupport", "TikTokAPI"],
            exclude: ["Golden"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "TikTokSimulatorTests",
            dependencies: ["LocatedJSON", "TestSupport", "TikTokAPI", "TikTokSimulator"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ValidateCommandTests",
            dependencies: [
                "DestinationHealth", "LocatedJSON", "TestSupport", "TikTokAPI", "TikTokSimulator", "ValidateCommand",
                "validate",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "EmbeddingTests",
            dependencies: ["DestinationHealth", "TestSupport", "TikTokAPI", "TikTokSimulator"],
            swiftSettings: strict
        ),
        .target(
            name: "FuzzTargets",
            dependencies: ["DestinationHealth", "LocatedJSON", "Reporting", "TikTokAPI"],
            path: "Tests/Fuzz/Targets",
            swiftSettings: strict
        ),
        .testTarget(
            name: "FuzzTests",
            dependencies: ["FuzzTargets", "TestSupport"],
            path: "Tests/Fuzz/Tests",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "soak",
            dependencies: ["LocatedJSON"],
            path: "Tests/Soak",
            exclude: ["README.md"],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "benchmark",
            dependencies: ["TikTokAPI"],
            path: "Tests/Benchmark",
            exclude: ["README.md", "instructions.txt"],
            swiftSettings: strict
        ),
    ] + fuzzDriver
)
