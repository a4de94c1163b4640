// SPDX-License-Identifier: Apache-2.0

import JobQueue
import Redis

extension JobQueueError {
    init(_ error: RedisError) {
        let code: Code =
            switch error.code {
            case .cancelled: .cancelled
            case _ where error.isRetriable: .unavailable
            default: .refused
            }
        self.init(code, error.message, underlying: error)
    }

    static func unexpected(_ reply: String) -> JobQueueError {
        JobQueueError(.unexpectedReply, "Redis answered \(reply) in a way that this version does not understand")
    }
}
