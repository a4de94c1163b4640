// SPDX-License-Identifier: Apache-2.0

/// The nearest span of kind agent above.
struct AgentReference: Sendable, Hashable {
    /// Unknown if it did not fit into the headers.
    let name: String?
    let spanID: String
}
