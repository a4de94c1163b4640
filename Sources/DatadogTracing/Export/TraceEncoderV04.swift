// SPDX-License-Identifier: Apache-2.0

/// The body of `/v0.4/traces`: an array of chunks, each an array of spans.
struct TraceEncoderV04: TraceEncoder, ~Copyable {
    private var writer: MessagePackWriter
    private var chunkCount = 0
    private let nativeSpanEvents: Bool
    private let maximumBytes: Int

    /// The longest head of an array.
    private static let headBytes = 5

    init(nativeSpanEvents: Bool, capacity: Int, maximumBytes: Int) {
        writer = MessagePackWriter(capacity: capacity)
        self.nativeSpanEvents = nativeSpanEvents
        self.maximumBytes = maximumBytes
    }

    mutating func append(_ chunk: TraceChunk) -> Bool {
        let before = writer.count
        writer.append(arrayOf: chunk.spans.count)
        for index in chunk.spans.indices {
            writer.append(chunk.spans[index].record, nativeEvents: nativeSpanEvents)
        }
        guard writer.count + Self.headBytes <= maximumBytes else {
            writer.truncate(to: before)
            return false
        }
        chunkCount += 1
        return true
    }

    consuming func finish() -> [UInt8] {
        var head = MessagePackWriter(capacity: Self.headBytes)
        head.append(arrayOf: chunkCount)
        return writer.bytes(after: head)
    }
}

extension MessagePackWriter {
    /// The body of `/v0.4/traces` with all these chunks, however large.
    static func payload(_ chunks: some Collection<TraceChunk>) -> [UInt8] {
        var encoder = TraceEncoderV04(nativeSpanEvents: false, capacity: 1024, maximumBytes: .max)
        for chunk in chunks { _ = encoder.append(chunk) }
        return encoder.finish()
    }
}
