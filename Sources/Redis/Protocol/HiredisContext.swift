// SPDX-License-Identifier: Apache-2.0

import CHiredis
import Glibc

/// A connected hiredis context: command formatting, output buffer, socket and reply parser.
struct HiredisContext: ~Copyable {
    // A write to a server that reads nothing returns after this time, so that deadlines can be looked at.
    private static let writeSlice = timeval(tv_sec: 0, tv_usec: 250_000)

    // A longer answer over TLS is read in parts, between which others may have their turn.
    private static let readPart = 1 << 20

    private let context: UnsafeMutablePointer<redisContext>
    private let stream: TLSStream?

    private init(_ context: UnsafeMutablePointer<redisContext>, _ stream: TLSStream? = nil) {
        self.context = context
        self.stream = stream
        // At its default hiredis frees its buffer after every large reply and grows it anew for the next.
        context.pointee.reader.pointee.maxbuf = 0
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
        // The timeout belongs to the socket: every new one needs it again.
        guard redisSetTimeout(pointer, writeSlice) == REDIS_OK else { throw context.error() }
        // Without this flag a slice that ends is no error to hiredis, and the write goes on later.
        pointer.pointee.flags &= ~REDIS_BLOCK
        return context
    }

    /// Takes over a TLS connection: only commands and replies are hiredis' business then.
    static func adopting(_ stream: TLSStream) throws(LinkFailure) -> HiredisContext {
        guard let pointer = redisConnectFd(stream.descriptor) else {
            throw .unreachable("no memory for the connection")
        }
        return HiredisContext(pointer, stream)
    }

    deinit {
        // The stream closes its socket itself.
        if stream == nil { redisFree(context) } else { redisFreeKeepFd(context) }
    }

    /// Whether there may be bytes to read of which the socket does not tell.
    var mayHoldMore: Bool { stream?.mayHoldMore ?? false }

    /// The socket, to be polled.
    var descriptor: Int32 { context.pointee.fd }

    /// Whether the parser holds bytes that belong to no reply taken so far.
    var hasUnreadBytes: Bool { context.pointee.reader.pointee.pos < context.pointee.reader.pointee.len }

    /// Appends a command to the output buffer.
    borrowing func append(_ command: RedisCommand) throws(LinkFailure) {
        let status = command.bytes.withUnsafeBytes { bytes in
            // Bytes may be read as characters.
            redisAppendFormattedCommand(context, bytes.assumingMemoryBound(to: CChar.self).baseAddress, bytes.count)
        }
        guard status == REDIS_OK else { throw error() }
    }

    /// Writes what it can of the output buffer; true when nothing is left.
    borrowing func flush() throws(LinkFailure) -> Bool {
        if let stream { return try flush(stream) }
        var isDone: Int32 = 0
        guard redisBufferWrite(context, &isDone) == REDIS_OK else { throw error() }
        return isDone != 0
    }

    private borrowing func flush(_ stream: TLSStream) throws(LinkFailure) -> Bool {
        var count = 0
        let output = UnsafeRawBufferPointer(start: chiredis_output(context, &count), count: count)
        guard try stream.send(output) else {
            var writable = pollfd(fd: stream.descriptor, events: Int16(POLLOUT), revents: 0)
            poll(&writable, 1, Int32(Self.writeSlice.tv_usec / 1000))
            return false
        }
        guard chiredis_drop_output(context) == 0 else { throw .lost("no memory for commands") }
        return true
    }

    /// Reads what has arrived into the parser, a bounded part of it; returns how many bytes it had to add.
    borrowing func fill() throws(LinkFailure) -> Int {
        if let stream { return try fill(from: stream) }
        let before = context.pointee.reader.pointee.len
        guard redisBufferRead(context) == REDIS_OK else { throw error() }
        return context.pointee.reader.pointee.len - before
    }

    private borrowing func fill(from stream: TLSStream) throws(LinkFailure) -> Int {
        try withUnsafeTemporaryAllocation(byteCount: 16 << 10, alignment: 1) { buffer throws(LinkFailure) in
            var total = 0
            // The socket does not tell of what was decrypted already: all of it is taken, or it is remembered.
            stream.mayHoldMore = true
            while total < Self.readPart {
                guard let count = try stream.receive(into: buffer) else {
                    stream.mayHoldMore = false
                    break
                }
                guard redisReaderFeed(context.pointee.reader, buffer.baseAddress, count) == REDIS_OK else {
                    throw .lost("no memory for replies")
                }
                total += count
            }
            return total
        }
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
