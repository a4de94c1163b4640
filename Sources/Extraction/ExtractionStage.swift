// SPDX-License-Identifier: Apache-2.0

/// A step of the pipeline, as errors, attempts and timings name it.
public enum ExtractionStage: String, Sendable, Hashable, CaseIterable {
    /// Reading the request itself.
    case request
    /// Getting the files.
    case fetch
    /// Turning files into pages.
    case preprocess
    /// Asking a model.
    case model
    /// Reading the model's answer.
    case parse
    /// Checking the numbers.
    case validate
}
