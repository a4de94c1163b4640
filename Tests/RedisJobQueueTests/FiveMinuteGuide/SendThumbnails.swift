// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import Logging
import RedisJobQueue

func sendThumbnails(redis: String, logger: Logger) async throws {
    let queue = try RedisJobQueue(url: redis, logger: logger)
    let order = try JobRequest(type: "thumbnail", encoding: Thumbnail(image: "flaky", width: 120))
    var urgent = JobRequest(type: "thumbnail", payload: ["image": "sheet", "width": 640])
    urgent.id = "sheet-640"
    urgent.options.deadline = .now.advanced(by: .seconds(300))
    urgent.tags = ["province": "Phrae"]
    try await queue.enqueue(order, urgent)
    await queue.close()
}
