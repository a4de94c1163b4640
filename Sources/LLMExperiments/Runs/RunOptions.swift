// SPDX-License-Identifier: Apache-2.0

public import Logging

/// How a run goes about its records.
public struct RunOptions: Sendable {
    /// Which records a sample holds.
    public var selection = Selection.random(seed: 0)
    /// Whether the first failed record ends the run with an error.
    public var raisesErrors = false
    /// From 0 to 1: a run ends with an error as soon as more than this share of its records has failed.
    public var maximumErrorShare = 1.0
    /// Where results are kept as they come, so that a run that was ended goes on where it was.
    public var statePath: String?
    /// The platform that the run is mirrored to; the dataset has to be there.
    public var platform: ExperimentPlatform?
    /// Told after each record, one at a time.
    public var onProgress: (@Sendable (RunProgress) -> Void)?
    /// Told of what the platform did not take.
    public var logger = Logger(label: "llm-experiments") { _ in SwiftLogNoOpLogHandler() }

    /// The defaults.
    public init() {}
}

/// How far a run is.
public struct RunProgress: Sendable, Hashable {
    /// Records done, failed ones and those of an earlier run included.
    public let done: Int
    /// Records in all.
    public let total: Int
    /// Records that failed.
    public let failed: Int
}
