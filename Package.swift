// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import CompilerPluginSupport
import PackageDescription

// What each target knows, and why it is a target, is told in CONTRIBUTING.md ("How the house is laid out").

extension Target.Dependency {
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let collections = product(name: "DequeModule", package: "swift-collections")
    static let crypto = product(name: "Crypto", package: "swift-crypto")
    static let csv = product(name: "SwiftCSV", package: "SwiftCSV")
    static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
    static let cryptoExtras = product(name: "CryptoExtras", package: "swift-crypto")
    static let hummingbird = product(name: "Hummingbird", package: "hummingbird")
    static let hummingbirdCore = product(name: "HummingbirdCore", package: "hummingbird")
    static let lifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let logging = product(name: "Logging", package: "swift-log")
    static let metrics = product(name: "Metrics", package: "swift-metrics")
    static let metricsTestKit = product(name: "MetricsTestKit", package: "swift-metrics")
    static let mustache = product(name: "Mustache", package: "swift-mustache")
    static let nioCore = product(name: "NIOCore", package: "swift-nio")
    static let macros = syntax("SwiftSyntaxMacros")
    static let syntaxBuilder = syntax("SwiftSyntaxBuilder")
    static let diagnostics = syntax("SwiftDiagnostics")
    static let swiftSyntax = syntax("SwiftSyntax")
    static let compilerPlugin = syntax("SwiftCompilerPlugin")
    static let subprocess = product(name: "Subprocess", package: "swift-subprocess")
    static let signals = product(name: "UnixSignals", package: "swift-service-lifecycle")
    static let tracing = product(name: "Tracing", package: "swift-distributed-tracing")

    private static func syntax(_ name: String) -> Self {
        product(name: name, package: "swift-syntax", condition: .when(traits: ["Macros"]))
    }
}

let package = Package(
    name: "vote-extractor",
    products: [
        .executable(name: "vote-extractor", targets: ["vote-extractor"]),
        .library(name: "CurlHTTP", targets: ["CurlHTTP"]),
        .library(name: "DatadogTracing", targets: ["DatadogTracing"]),
        .library(name: "DatadogTracingTestKit", targets: ["DatadogTracingTestKit"]),
        .library(name: "LLMObservability", targets: ["LLMObservability"]),
        .library(name: "LLMObservabilityMacros", targets: ["LLMObservabilityMacros"]),
        .library(name: "LLMExperiments", targets: ["LLMExperiments"]),
        .library(name: "JSON", targets: ["JSON"]),
        .library(name: "JobQueue", targets: ["JobQueue"]),
        .library(name: "RedisJobQueue", targets: ["RedisJobQueue"]),
    ],
    // Only who uses `LLMObservabilityMacros` builds swift-syntax; with `traits: []` it is not even fetched.
    traits: [
        .trait(name: "Macros", description: "What LLMObservabilityMacros is made with can be fetched."),
        .default(enabledTraits: ["Macros"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
        // A range, since the macros of other packages have to agree on a version.
        .package(url: "https://github.com/swiftlang/swift-syntax", "602.0.0"..<"604.0.0"),
    ],
    targets: [
        // C libraries: a module map and typed inline wrappers, nothing else.
        .systemLibrary(name: "CHiredis", providers: [.apt(["libhiredis-dev"])]),
        .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CVips", pkgConfig: "vips", providers: [.apt(["libvips-dev"])]),
        .systemLibrary(name: "CTesseract", providers: [.apt(["libtesseract-dev"])]),
        .systemLibrary(name: "CMalloc"),

        // Foundations.
        .target(name: "JSON"),
        .target(name: "Redis", dependencies: ["CCurl", "CHiredis", .logging, .collections]),
        .target(name: "CurlHTTP", dependencies: ["CCurl", .httpTypes, .logging]),

        // Tracing.
        .target(
            name: "DatadogTracing",
            dependencies: ["CurlHTTP", "JSON", .tracing, .logging, .metrics, .lifecycle, .httpTypes]
        ),
        .target(name: "DatadogTracingTestKit", dependencies: ["DatadogTracing", "JSON", .tracing]),
        .target(
            name: "LLMObservability",
            dependencies: [
                "CurlHTTP", "DatadogTracing", "JSON", .collections, .httpTypes, .lifecycle, .logging, .tracing,
            ]
        ),
        .target(name: "LLMObservabilityMacros", dependencies: ["LLMObservability", "LLMObservabilityMacrosPlugin"]),
        .macro(
            name: "LLMObservabilityMacrosPlugin",
            dependencies: [.compilerPlugin, .diagnostics, .macros, .swiftSyntax, .syntaxBuilder]
        ),
        .target(
            name: "LLMExperiments",
            dependencies: [
                "CurlHTTP", "DatadogTracing", "JSON", "LLMObservability", .csv, .httpTypes, .logging, .tracing,
            ]
        ),

        // The queue.
        .target(name: "JobQueue", dependencies: ["JSON", .collections, .tracing, .logging, .lifecycle, .metrics]),
        .target(
            name: "RedisJobQueue",
            dependencies: ["JobQueue", "JSON", "Redis", .logging],
            resources: [.embedInCode("Scripts")]
        ),

        .target(name: "Sealing", dependencies: ["JSON", "JobQueue", .crypto]),

        // From pages to numbers.
        .target(
            name: "ModelClient",
            dependencies: ["CurlHTTP", "JSON", "LLMObservability", .cryptoExtras, .tracing, .logging, .httpTypes],
            resources: [.embedInCode("Resources")]
        ),
        .target(
            name: "RedisModelGates",
            dependencies: ["ModelClient", "Redis", .logging],
            resources: [.embedInCode("Scripts")]
        ),
        .target(name: "Imaging", dependencies: ["CVips", .subprocess]),
        .target(
            name: "Extraction",
            dependencies: [
                "CurlHTTP", "Imaging", "JSON", "LLMObservability", "ModelClient", .tracing, .logging, .httpTypes,
            ],
            resources: [.embedInCode("Profiles/BuiltIn")]
        ),
        .target(
            name: "LocalModel",
            dependencies: [
                "CTesseract", "Imaging", "JSON", .crypto, .hummingbird, .hummingbirdCore, .lifecycle, .logging,
                .nioCore,
            ]
        ),

        // What is told to those who watch a worker.
        .target(
            name: "WorkerHealth",
            dependencies: [
                "DatadogTracing", "JobQueue", .hummingbird, .hummingbirdCore, .lifecycle, .logging, .metrics, .nioCore,
            ]
        ),
        .target(
            name: "Dashboard",
            dependencies: [
                "JSON", "JobQueue", .crypto, .httpTypes, .hummingbird, .hummingbirdCore, .lifecycle, .logging,
                .mustache, .nioCore,
            ],
            resources: [.embedInCode("Assets"), .embedInCode("Templates")]
        ),

        .executableTarget(
            name: "vote-extractor",
            dependencies: [
                "CMalloc", "CurlHTTP", "Dashboard", "DatadogTracing", "Extraction", "Imaging", "JSON", "JobQueue",
                "LLMExperiments", "LLMObservability", "LocalModel", "ModelClient", "Redis", "RedisJobQueue",
                "RedisModelGates", "Sealing", "WorkerHealth", .argumentParser, .crypto, .httpTypes, .lifecycle,
                .logging, .metrics,
                .signals,
                .tracing,
            ]
        ),

        .target(name: "TestSupport", dependencies: [.logging], path: "Tests/TestSupport"),
        .target(name: "TestTraits", path: "Tests/TestTraits"),
        .testTarget(name: "JSONTests", dependencies: ["JSON", "TestSupport"]),
        .testTarget(name: "RedisTests", dependencies: ["Redis", "TestSupport"]),
        .testTarget(name: "CurlHTTPTests", dependencies: ["CurlHTTP", "TestSupport"]),
        .testTarget(
            name: "DatadogTracingTests",
            dependencies: [
                "DatadogTracing", "DatadogTracingTestKit", "JSON", "CurlHTTP", "TestSupport", .httpTypes, .lifecycle,
                .logging, .metrics, .signals, .tracing,
            ],
            exclude: ["FiveMinuteGuide/__Snapshots__"]
        ),
        // The tracer behind HTTP, for suites that compare tracers of several languages.
        .executableTarget(
            name: "TracerTestClient",
            dependencies: [
                "CurlHTTP", "DatadogTracing", "JSON", "LLMObservability", .httpTypes, .hummingbird, .lifecycle,
                .logging, .nioCore, .signals, .tracing,
            ],
            path: "Tests/TracerTestClient"
        ),
        .testTarget(
            name: "TracerTestClientTests",
            dependencies: ["CurlHTTP", "JSON", "TestSupport", "TracerTestClient", .httpTypes, .logging]
        ),
        .testTarget(
            name: "JobQueueTests",
            dependencies: [
                "JobQueue", "DatadogTracing", "DatadogTracingTestKit", "JSON", "TestSupport", .metricsTestKit, .tracing,
            ]
        ),
        .testTarget(name: "SealingTests", dependencies: ["JSON", "JobQueue", "Sealing"]),
        .testTarget(
            name: "LLMObservabilityTests",
            dependencies: [
                "LLMExperiments", "LLMObservability", "CurlHTTP", "DatadogTracing", "DatadogTracingTestKit", "JSON",
                "TestSupport", .httpTypes, .lifecycle, .logging, .signals, .tracing,
            ]
        ),
        // Not on the plug-in itself: all tests and all that they need would be built twice, for the compiler's side, too.
        .testTarget(
            name: "LLMObservabilityMacrosTests",
            dependencies: [
                "LLMObservability", "LLMObservabilityMacros", "CurlHTTP", "DatadogTracing", "DatadogTracingTestKit",
                "JSON", "TestSupport", .logging, .tracing,
            ]
        ),
        .testTarget(
            name: "LLMExperimentsTests",
            dependencies: ["LLMExperiments", "LLMObservability", "JSON", "TestSupport"]
        ),
        .testTarget(
            name: "RedisJobQueueTests",
            dependencies: [
                "RedisJobQueue", "JobQueue", "JSON", "Redis", "TestSupport", "TestTraits", .lifecycle, .logging,
                .signals,
            ]
        ),
        // Kills its own workers and its own Redis: `scripts/chaos-queue`, and in little a test.
        .executableTarget(
            name: "QueueChaos",
            dependencies: [
                "JSON", "JobQueue", "Redis", "RedisJobQueue", "TestSupport", .argumentParser, .lifecycle, .logging,
                .signals,
            ],
            path: "Tests/QueueChaos"
        ),
        .testTarget(
            name: "QueueChaosTests",
            dependencies: [
                "QueueChaos", "JSON", "JobQueue", "Redis", "RedisJobQueue", "TestSupport", .argumentParser, .logging,
            ]
        ),
        .testTarget(
            name: "RedisModelGatesTests",
            dependencies: ["ModelClient", "Redis", "RedisModelGates", "TestSupport", .logging]
        ),
        .testTarget(
            name: "ModelClientTests",
            dependencies: ["ModelClient", "CurlHTTP", "JSON", "TestSupport", .cryptoExtras, .httpTypes, .logging]
        ),
        .testTarget(name: "ImagingTests", dependencies: ["Imaging", "TestSupport"]),
        // Measures what extraction promises: `scripts/study-corruption`, `scripts/study-faults`, and in little tests.
        .executableTarget(
            name: "ExtractionStudy",
            dependencies: [
                "Extraction", "JSON", "Redis", "RedisJobQueue", "TestSupport", .argumentParser, .logging,
            ],
            path: "Tests/ExtractionStudy"
        ),
        .testTarget(
            name: "ExtractionTests",
            dependencies: [
                "Extraction", "ExtractionStudy", "LLMObservability", "ModelClient", "Imaging", "CurlHTTP", "JSON",
                "DatadogTracing", "DatadogTracingTestKit", "TestSupport",
                .logging, .tracing,
            ]
        ),
        .testTarget(name: "LocalModelTests", dependencies: ["Imaging", "JSON", "LocalModel", "TestSupport", .logging]),
        .testTarget(
            name: "WorkerHealthTests",
            dependencies: ["WorkerHealth", "JobQueue", "TestSupport", .lifecycle, .logging, .metrics]
        ),
        .testTarget(
            name: "DashboardTests",
            dependencies: [
                "CurlHTTP", "Dashboard", "JSON", "JobQueue", "Redis", "RedisJobQueue", "TestSupport", .httpTypes,
                .lifecycle, .logging,
            ]
        ),
        .testTarget(
            name: "IntegrationTests",
            dependencies: [
                "CurlHTTP", "Extraction", "ExtractionStudy", "Imaging", "JSON", "JobQueue", "ModelClient", "Redis",
                "RedisJobQueue", "TestSupport", "TestTraits", "vote-extractor", .crypto, .cryptoExtras, .logging,
                .metrics, .metricsTestKit,
            ]
        ),
    ]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .treatAllWarnings(as: .error),
    ]
}

// Only those who build the documentation (`scripts/docs`) fetch what builds it.
if Context.environment["VOTE_EXTRACTOR_DOCS"] != nil {
    package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", exact: "1.5.0"))
}
