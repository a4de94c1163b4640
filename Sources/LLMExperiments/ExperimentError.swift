// SPDX-License-Identifier: Apache-2.0

/// What can go wrong with a dataset, an experiment, its state file or the platform.
public struct ExperimentError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of mistake.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// A short name.
        public let rawValue: String

        /// A code of this name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// A file cannot be read or written.
        public static let file = Self(rawValue: "file")
        /// A dataset is not what it should be.
        public static let invalidDataset = Self(rawValue: "invalid_dataset")
        /// An experiment, evaluator or option is not what it should be.
        public static let invalidExperiment = Self(rawValue: "invalid_experiment")
        /// A state file belongs to another run.
        public static let stateMismatch = Self(rawValue: "state_mismatch")
        /// A state file is being written by another run.
        public static let stateInUse = Self(rawValue: "state_in_use")
        /// The results of a run cannot be read.
        public static let invalidRun = Self(rawValue: "invalid_run")
        /// A record failed, and the run was to stop at the first.
        public static let recordFailed = Self(rawValue: "record_failed")
        /// More records failed than the run tolerates.
        public static let tooManyErrors = Self(rawValue: "too_many_errors")
        /// The run was cancelled.
        public static let cancelled = Self(rawValue: "cancelled")
        /// Neither keys nor an agent lead to the platform.
        public static let noPlatform = Self(rawValue: "no_platform")
        /// The platform did not do what it was asked.
        public static let platform = Self(rawValue: "platform")
        /// The platform does not have what was asked for.
        public static let notFound = Self(rawValue: "not_found")
        /// The platform no longer has the experiment that a run would go on with.
        public static let experimentGone = Self(rawValue: "experiment_gone")
        /// A judge's answer cannot be read.
        public static let unreadableJudgement = Self(rawValue: "unreadable_judgement")
    }

    /// The kind of mistake.
    public let code: Code
    /// What is wrong, where, and what to do about it.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The code and the message.
    public var description: String { "\(code.rawValue): \(message)" }
}
