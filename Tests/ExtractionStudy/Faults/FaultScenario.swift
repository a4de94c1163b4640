// SPDX-License-Identifier: Apache-2.0

import JSON

/// One trouble that some jobs of a run have, and what must come of them.
struct FaultScenario {
    enum Ending: Hashable {
        /// A result that needs no look.
        case succeeds
        /// A dead letter with this class.
        case dies(String)
        /// The job is put off because of this class, without a failed run, and succeeds once its cause is gone.
        case waits(String)
        /// Whatever the table allows after the faults that its calls met.
        case any
    }

    let name: String
    /// So many of a thousand jobs; at least one. One only where more would close the gate of a model that is down.
    let weight: Int
    /// Nil: the worker's own.
    var model: String?
    var fallbacks: [String] = []
    var options: JSONObject = [:]
    /// What the local model is told about the models that only these jobs ask.
    var faults: [String] = []
    var file = FileTrouble.none
    /// Classes of calls or runs that one of these jobs must have met, in this order.
    var meets: [String] = []
    let ending: Ending

    /// Whether what a job met holds what one of these jobs must have met, in its order.
    func isMet(by classes: [String]) -> Bool {
        var rest = meets[...]
        for met in classes where met == rest.first { rest = rest.dropFirst() }
        return rest.isEmpty
    }
}
