// SPDX-License-Identifier: Apache-2.0

/// Says of the spans below an experiment's record which experiment they are part of.
package struct ExperimentMembership: Sendable {
    /// The tags that all of them carry, such as `experiment_id`.
    package let tags: [String: String]
    /// Whether Datadog knows the experiment; spans of others look like any other span to it.
    package let isMirrored: Bool
    /// Told of the ids of spans that Datadog has taken, or that have gone into their trace.
    let onArrival: @Sendable (_ spanID: String) -> Void

    package init(
        tags: [String: String],
        isMirrored: Bool,
        onArrival: @escaping @Sendable (_ spanID: String) -> Void = { _ in }
    ) {
        self.tags = tags
        self.isMirrored = isMirrored
        self.onArrival = onArrival
    }

    /// What events say in `_dd.scope`.
    var scope: String? { isMirrored ? "experiments" : nil }
}
