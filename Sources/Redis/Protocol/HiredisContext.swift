// SPDX-License-Identifier: Apache-2.0

import CHiredis
import Glibc

/// A connected hiredis context: command formatting, output buffer, socket and reply parser.
struct HiredisContext: ~Copyable {
    // A write to a server that reads nothing returns after this time, so that deadlines can be looked at.
    private static let writeSlice = timeval(tv_sec: 0, tv_usec: 250_000)

    private let context: UnsafeMutablePointer<redisContext>

    private init(_ context: UnsafeMutablePointer<redisContext>) {
        self.context = context
    }

    /// Takes over a connected socket.
    static func adopting(_ socket: consuming ClientSocket) throws(LinkFailure) -> HiredisContext {
        let descriptor = socket.release()
        chiredis_set_tcp_options(descriptor)
        guard chiredis_make_blocking(descriptor) == 0, let pointer = redisConnectFd(descriptor) else {
            Glibc.close(descriptor)
            throw .unreachable("no memory for the connection")
        }
        let context = HiredisContext(pointer)
        // At its default hiredis frees its buffer after every large reply and grows it anew for the next.
        pointer.pointee.reader.pointee.maxbuf = 0
        // The timeout belongs to the socket: every new one needs it again.
        guard redisSetTimeout(pointer, writeSlice) == REDIS_OK else { throw context.error() }
        // Without this flag a slice that ends is no error to hiredis, and the write goes on later.
        pointer.pointee.flags &= ~REDIS_BLOCK
        return context
    }

    deinit {
        redisFree(context)
    }

    /// The socket, to be polled.
    var descriptor: Int32 { context.pointee.fd }

    /// Whether the parser holds bytes that belong to no reply taken so far.
    var hasUnreadBytes: Bool { context.pointee.reader.pointee.pos < context.pointee.reader.pointee.len }

    /// Appends a command to the output buffer.
    borrowing func append(_ command: RedisCommand) throws(LinkFailure) {
        let status = command.withArguments { redisAppendCommandArgv(context, $0, $1, $2) }
        guard status == REDIS_OK else { throw error() }
    }

    /// Writes what it can of the output buffer; true when nothing is left.
    borrowing func flush() throws(LinkFailure) -> Bool {
        var isDone: Int32 = 0
        guard redisBufferWrite(context, &isDone) == REDIS_OK else { throw error() }
        return isDone != 0
    }

    /// Reads what has arrived, up to 16 KiB, into the parser; returns how many bytes it had to add.
    borrowing func fill() throws(LinkFailure) -> Int {
        let before = context.pointee.reader.pointee.len
        guard redisBufferRead(context) == REDIS_OK else { throw error() }
        return context.pointee.reader.pointee.len - before
    }

    /// The next complete reply among the bytes read, or nil.
    borrowing func nextReply() throws(LinkFailure) -> RESPValue? {
        var reply: UnsafeMutablePointer<redisReply>?
        guard chiredis_next_reply(context, &reply) == REDIS_OK else { throw error() }
        guard let reply else { return nil }
        defer { freeReplyObject(reply) }
        return RESPValue(copying: reply.pointee)
    }

    private borrowing func error() -> LinkFailure {
        let text = String(cString: chiredis_error_text(context))
        return context.pointee.err == REDIS_ERR_PROTOCOL ? .protocolViolation(text) : .lost(text)
    }
}
