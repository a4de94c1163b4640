// SPDX-License-Identifier: Apache-2.0

/// The body of `/v0.4/traces`: an array of chunks, each an array of spans.
struct TraceEncoderV04: TraceEncoder, ~Copyable {
    private var writer = MessagePackWriter(capacity: 16_384)
    private var chunkCount = 0
    private let nativeSpanEvents: Bool
    private let maximumBytes: Int

    /// The longest head of an array.
    private static let headBytes = 5

    init(nativeSpanEvents: Bool, maximumBytes: Int) {
        self.nativeSpanEvents = nativeSpanEvents
        self.maximumBytes = maximumBytes
    }

    mutating func append(_ chunk: TraceChunk) -> Bool {
        let before = writer.count
        writer.append(arrayOf: chunk.spans.count)
        for index in chunk.spans.indices {
            writer.append(chunk.spans[index].fields, nativeEvents: nativeSpanEvents)
        }
        guard writer.count + Self.headBytes <= maximumBytes else {
            writer.truncate(to: before)
            return false
        }
        chunkCount += 1
        return true
    }

    consuming func finish() -> [UInt8] {
        var whole = MessagePackWriter(capacity: writer.count + Self.headBytes)
        whole.append(arrayOf: chunkCount)
        whole.append(contentsOf: writer)
        return whole.bytes
    }
}

extension MessagePackWriter {
    /// The body of `/v0.4/traces` with all these chunks, however large.
    static func payload(_ chunks: some Collection<TraceChunk>) -> [UInt8] {
        var encoder = TraceEncoderV04(nativeSpanEvents: false, maximumBytes: .max)
        for chunk in chunks { _ = encoder.append(chunk) }
        return encoder.finish()
    }
}
