// SPDX-License-Identifier: Apache-2.0

import JobQueue
import Synchronization

/// Stands for the work of the guide's handler; the server that holds this image is down the first time it is asked.
private let hasFailed = Atomic(false)

func resize(_ image: String, to width: Int) async throws -> String {
    if image == "flaky", !hasFailed.exchange(true, ordering: .relaxed) {
        throw JobFailure(errorType: "storage.unavailable", message: "the storage is down", stage: "resize")
    }
    return "\(image)-\(width)"
}
