// SPDX-License-Identifier: Apache-2.0

/// When a second model is asked about the same pages.
public enum SecondOpinionPolicy: String, Sendable, Hashable, CaseIterable {
    /// When checks have failed, also after asking again.
    case whenChecksFail = "failed"

    /// Also when nothing on the sheet vouches for its votes; two models that read the same then do.
    case whenNothingVouches = "unvouched"

    /// For each job; a result on which two models disagree needs review even when its numbers add up.
    case always
}
