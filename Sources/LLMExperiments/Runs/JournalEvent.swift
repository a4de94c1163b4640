// SPDX-License-Identifier: Apache-2.0

import LLMObservability

/// Something that became known of a run: a line of its journal.
///
/// All but the first two name the record by its id.
enum JournalEvent: Sendable, Hashable {
    /// The platform has an experiment for the run.
    case mirrored(PlatformExperiment)
    /// From here on these evaluators judge, each in this version: what another version of one has said counts no more.
    case evaluators([String: String])
    /// The task has answered or failed; nobody has judged that yet.
    case answered(RecordResult)
    /// An evaluator has judged the answer, or failed to.
    case judged(String, evaluator: String, EvaluatorOutcome)
    /// The record has another span from here on, since the one before did not arrive.
    case retold(String, LLMObs.ExportedSpan)
    /// Datadog has taken the record's span.
    case arrived(String, spanID: String)
    /// The platform has taken what these evaluators say of that span.
    case told(String, spanID: String, evaluators: [String])
}
