// SPDX-License-Identifier: Apache-2.0

import CHiredis

extension RESPValue {
    /// Copies a reply of hiredis, which nests at most eight arrays.
    init(copying reply: redisReply) {
        switch reply.type {
        case REDIS_REPLY_STRING: self = .bulk(Array(Self.bytes(of: reply)))
        case REDIS_REPLY_INTEGER: self = .integer(Int64(reply.integer))
        case REDIS_REPLY_STATUS: self = .status(Self.text(of: reply))
        case REDIS_REPLY_ERROR: self = .error(RedisServerError(parsing: Self.text(of: reply)))
        case REDIS_REPLY_ARRAY: self = .array(Self.elements(of: reply))
        default: self = .null
        }
    }

    private static func bytes(of reply: redisReply) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: reply.str, count: reply.str == nil ? 0 : reply.len)
    }

    private static func text(of reply: redisReply) -> String {
        String(decoding: bytes(of: reply), as: UTF8.self)
    }

    private static func elements(of reply: redisReply) -> [RESPValue] {
        UnsafeBufferPointer(start: reply.element, count: reply.element == nil ? 0 : reply.elements).map { element in
            element.map { RESPValue(copying: $0.pointee) } ?? .null
        }
    }
}
