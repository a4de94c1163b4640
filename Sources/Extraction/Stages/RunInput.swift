// SPDX-License-Identifier: Apache-2.0

/// What a run has to go on with once its files are there.
enum RunInput: Sendable {
    /// Pages that a model is asked about.
    case prepared(PreparedInput)
    /// What an earlier run has learnt of the same files.
    case known(KnownAnswer)
}
