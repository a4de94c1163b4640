// SPDX-License-Identifier: Apache-2.0

/// An experiment on the platform.
struct PlatformExperiment: Sendable, Hashable {
    let id: String
    /// The platform's name for it, which it makes unique.
    let name: String
}
