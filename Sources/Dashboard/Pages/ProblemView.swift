// SPDX-License-Identifier: Apache-2.0

/// What went wrong.
struct ProblemView {
    let code: Int
    let problemTitle: String
    let detail: String
}
