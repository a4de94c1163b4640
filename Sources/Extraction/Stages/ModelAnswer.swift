// SPDX-License-Identifier: Apache-2.0

import ModelClient

/// A model's answer and who gave it.
struct ModelAnswer: Sendable {
    /// The name that was asked for, which may be an alias of the one that answered.
    let model: String
    let provider: String
    let response: ModelResponse
    /// The call's number among those of the run; 0 for an answer that was kept.
    var call = 0
}
