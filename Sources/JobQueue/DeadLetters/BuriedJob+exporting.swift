// SPDX-License-Identifier: Apache-2.0

public import JSON

extension BuriedJob {
    /// The letter with its job as one JSON object, from which ``init(importing:)`` makes it again.
    public var exported: JSONObject {
        [
            "version": 1,
            "id": .string(id),
            "died_ms": .integer(Int64(diedAt.milliseconds)),
            "record": .object(record),
            "job": StoredBytes(bytes).json,
        ]
    }

    /// Reads an exported letter.
    ///
    /// - Throws: `invalid` that names the member at fault.
    public init(importing object: JSONObject) throws(JobQueueError) {
        guard object["version"]?.intValue == 1 else { throw Self.bad("`version` must be 1") }
        guard let id = object["id"]?.stringValue, Self.isLetterID(id) else {
            throw Self.bad("`id` must be that of a dead letter, such as dl-42")
        }
        guard let died = object["died_ms"]?.intValue.map(Moment.init(milliseconds:)), Moment.plausible.contains(died)
        else { throw Self.bad("`died_ms` must be Unix milliseconds from 1970 to 2286") }
        guard let record = object["record"]?.objectValue, record["id"]?.stringValue == id else {
            throw Self.bad("`record` must be that letter's record, with the same `id`")
        }
        guard record["error_type"]?.stringValue != nil, record["fingerprint"]?.stringValue != nil else {
            throw Self.bad("`record` must have an `error_type` and a `fingerprint`")
        }
        guard let job = object["job"].flatMap({ StoredBytes($0) }) else {
            throw Self.bad("`job` must be the job's text, or an object with its `base64`")
        }
        self.init(id: id, diedAt: died, record: record, bytes: job.bytes)
    }

    private static func bad(_ message: String) -> JobQueueError { JobQueueError(.invalid, message) }

    /// Letters are named by deliveries, which are counted; far beyond what is ever reached, ids would exhaust the count.
    private static func isLetterID(_ id: String) -> Bool {
        guard id.hasPrefix("dl-"), let number = Int64(id.dropFirst(3)) else { return false }
        return (1...(1 << 50)).contains(number) && id == "dl-\(number)"
    }
}
