// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue

struct Thumbnail: Codable {
    var image: String
    var width: Int
}

func makeThumbnail(_ order: Thumbnail, _ context: JobContext) async throws -> JobOutcome {
    guard order.width > 0 else {
        let message = "`payload.width` must be more than 0"
        return .deadLetter(JobFailure(errorType: "thumbnail.bad_width", message: message, stage: "check"))
    }
    context.enter(stage: "resize")
    let small = try await resize(order.image, to: order.width)
    return .completed(JobResult(members: ["image": .string(small)]))
}
