// SPDX-License-Identifier: Apache-2.0

import JobQueue
import Redis

extension JobQueueError {
    init(_ error: RedisError) {
        let code: Code =
            switch error.code {
            case .cancelled: .cancelled
            // Of no job's making: the settings of the server or of this process are to be mended, and the job then goes on.
            case .server where Self.isAboutRights(error.serverError): .unavailable
            case _ where error.isRetriable: .unavailable
            default: .refused
            }
        self.init(code, error.message, underlying: error)
    }

    private static func isAboutRights(_ error: RedisServerError?) -> Bool {
        error.map { [.noPermission, .noAuth, .wrongPassword].contains($0.prefix) } ?? false
    }

    static func unexpected(_ reply: String) -> JobQueueError {
        JobQueueError(.unexpectedReply, "Redis answered \(reply) in a way that this version does not understand")
    }
}
