// SPDX-License-Identifier: Apache-2.0

public import JSON

/// Hides what jobs are about from those who can read the queue's store: payloads, and what handlers made of them.
///
/// With ``WorkerConfiguration/seal`` a worker opens sealed payloads before their handlers see them, and seals results, and
/// the payloads of the jobs that it writes back or buries; of those that it buries unread, all. Ids, classes, tags and whatever
/// else the queue works with stay clear. A sealed value is a JSON object ``SealedForm`` knows; a seal decides what is in it.
///
/// A seal is for one queue: what it sealed must not be opened by that of another.
public protocol JobSeal: Sendable {
    /// The value as it may lie in the store, for this job and place only.
    func seal(_ value: JSONValue, as part: SealedPart, of jobID: String) throws(SealError) -> JSONValue

    /// The value that was sealed for this job and place.
    func open(_ sealed: JSONValue, as part: SealedPart, of jobID: String) throws(SealError) -> JSONValue
}
