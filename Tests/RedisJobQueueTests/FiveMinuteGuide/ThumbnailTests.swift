// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import Testing

@Suite struct ThumbnailTests {
    @Test func aThumbnailIsMade() async throws {
        let order = Thumbnail(image: "sheet", width: 64)
        let trial = try await JobTrial.run(order, middleware: [TimedMiddleware()], handler: makeThumbnail)
        #expect(trial.status == "succeeded" && trial.result["image"] == "sheet-64")
    }

    @Test func aThumbnailWithoutWidthIsNotMade() async throws {
        let trial = try await JobTrial.run(Thumbnail(image: "sheet", width: 0), handler: makeThumbnail)
        #expect(trial.errorType == "thumbnail.bad_width" && trial.runs == 1)
    }
}
