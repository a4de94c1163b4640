// SPDX-License-Identifier: Apache-2.0

/// Decides once for each trace that begins here whether it is kept.
public protocol Sampler: Sendable {
    /// The decision; called when the first headers are written or the first chunk is sent, whichever comes first.
    func decide(_ candidate: SamplingCandidate) -> SamplingDecision
}
