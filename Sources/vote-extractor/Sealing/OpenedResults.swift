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

    func latestResults(offset: Int, limit: Int) async throws(JobQueueError) -> [[UInt8]] {
        try await queue.latestResults(offset: offset, limit: limit).map(opened)
    }

    func latestResult(jobID: String, among limit: Int) async throws(JobQueueError) -> [UInt8]? {
        try await queue.peekResult(jobID: jobID, among: limit).map(opened)
    }

    private func opened(_ result: [UInt8]) -> [UInt8] {
        guard let object = (try? JSONValue(parsing: result))?.objectValue, SealedForm.isSealed(result: object)
        else { return result }
        let opened = seal.flatMap { try? SealedForm.opened(result: object, with: $0) }
        return JSONValue.object(opened ?? SealedForm.shut(result: object)).serialized()
    }
}
