// SPDX-License-Identifier: Apache-2.0

import Dashboard
import JSON
import JobQueue
import RedisJobQueue
import Sealing

/// The queue's results for people to look at, opened as far as the keys go.
struct OpenedResults: ResultReader {
    let queue: RedisJobQueue
    let seal: ContentSeal?
    let requiresSealed: Bool

    func latestResults(offset: Int, limit: Int) async throws(JobQueueError) -> [[UInt8]] {
        try await queue.latestResults(offset: offset, limit: limit).map(opened)
    }

    func latestResult(jobID: String, among limit: Int) async throws(JobQueueError) -> [UInt8]? {
        try await queue.peekResult(jobID: jobID, among: limit).map(opened)
    }

    private func opened(_ result: [UInt8]) -> [UInt8] {
        guard let object = (try? JSONValue(parsing: result))?.objectValue else { return result }
        guard SealedForm.isSealed(result: object) else {
            guard requiresSealed, SealedForm.holdsPlainContent(result: object) else { return result }
            return shut(object, "The result is not sealed, as all are that the workers write.")
        }
        guard let seal else { return shut(object) }
        do throws(SealError) {
            return JSONValue.object(try SealedForm.opened(result: object, with: seal)).serialized()
        } catch {
            return shut(object, error.code == .broken ? "Somebody has changed the result: \(error.message)." : nil)
        }
    }

    /// Without what cannot be believed, and with what to say of it.
    private func shut(_ object: JSONObject, _ warning: String? = nil) -> [UInt8] {
        var shut = SealedForm.shut(result: object)
        shut["warning"] = warning.map { .string($0) }
        return JSONValue.object(shut).serialized()
    }
}
