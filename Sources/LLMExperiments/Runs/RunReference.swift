// SPDX-License-Identifier: Apache-2.0

public import JSON

/// What a run was made of; two runs with equal references can go on from each other.
public struct RunReference: Sendable, Hashable {
    /// The experiment's name.
    public let experiment: String
    /// The dataset's name.
    public let dataset: String
    /// Tells the dataset's contents apart.
    public let fingerprint: String
    /// The task's settings.
    public let configuration: JSONObject
    /// The task's version; see ``Experiment/version``.
    public internal(set) var version = ""
    /// The ids of the records, in the order of the dataset.
    public let recordIDs: [String]
}
