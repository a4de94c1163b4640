// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue

extension DeadLetterTotals {
    /// What there is and what had to go, in words.
    var text: String {
        "\(count.counting("dead letter")), \(bytes) bytes; \(droppedByCount + droppedByAge + droppedByBytes) dropped so far "
            + "(\(droppedByCount) for their count, \(droppedByAge) for their age, \(droppedByBytes) for their bytes)"
    }

    /// The same for programs.
    var json: JSONObject {
        [
            "count": .integer(Int64(count)), "bytes": .integer(Int64(bytes)),
            "dropped": [
                "count": .integer(Int64(droppedByCount)), "age": .integer(Int64(droppedByAge)),
                "bytes": .integer(Int64(droppedByBytes)),
            ],
        ]
    }
}
