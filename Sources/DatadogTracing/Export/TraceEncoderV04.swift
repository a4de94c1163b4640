// SPDX-License-Identifier: Apache-2.0

/// The body of `/v0.4/traces`: an array of chunks, each an array of spans.
struct TraceEncoderV04: TraceEncoder, ~Copyable {
    private var body: [UInt8] = []
    /// For what is not sent as it lies.
    private var scratch = MessagePackWriter(capacity: 1024)
    private var chunkCount = 0
    private let headBytes: Int
    private let nativeSpanEvents: Bool
    private let maximumBytes: Int

    /// - Parameters:
    ///   - capacity: bytes that the body will have, roughly.
    ///   - maximumChunks: no more will come.
    init(nativeSpanEvents: Bool, capacity: Int, maximumBytes: Int, maximumChunks: Int) {
        self.nativeSpanEvents = nativeSpanEvents
        self.maximumBytes = maximumBytes
        headBytes = MessagePackCursor.head(maximumChunks)
        body.reserveCapacity(capacity)
        body.append(contentsOf: repeatElement(0, count: headBytes))
    }

    mutating func append(_ chunk: TraceChunk) -> Bool {
        let before = body.count
        append(chunk.encoded)
        guard body.count <= maximumBytes else {
            body.removeLast(body.count - before)
            return false
        }
        chunkCount += 1
        return true
    }

    /// The body; its first bytes say how many chunks there are.
    consuming func finish() -> [UInt8] {
        switch headBytes {
        case 1: body[0] = 0x90 | UInt8(chunkCount)
        case 3: put([0xdc], UInt16(chunkCount))
        default: put([0xdd], UInt32(chunkCount))
        }
        return body
    }

    private mutating func put(_ format: [UInt8], _ count: some FixedWidthInteger) {
        body.replaceSubrange(0..<headBytes, with: format + withUnsafeBytes(of: count.bigEndian) { Array($0) })
    }
}

extension TraceEncoderV04 {
    private mutating func append(_ chunk: EncodedChunk) {
        scratch.append(arrayOf: chunk.spans.count)
        // Spans that lie one behind the other are sent as they lie.
        var run = 0..<0
        for index in chunk.spans.places.indices {
            let isPlain = index > 0 && !chunk.spans.places[index].hasExtras
            let range = chunk.spans.places[index].range
            if isPlain, range.lowerBound == run.upperBound {
                run = run.lowerBound..<range.upperBound
                continue
            }
            append(run, of: chunk)
            run = isPlain ? range : range.upperBound..<range.upperBound
            if !isPlain { append(chunk.spans.places[index], of: chunk, isFirst: index == 0) }
        }
        append(run, of: chunk)
        takeScratch()
    }

    private mutating func append(_ run: Range<Int>, of chunk: EncodedChunk) {
        guard !run.isEmpty else { return }
        takeScratch()
        chunk.spans.withBytes { body.append(contentsOf: $0[run]) }
    }

    private mutating func append(_ place: SpanPlace, of chunk: EncodedChunk, isFirst: Bool) {
        chunk.spans.withSpan(place) { span in
            if isFirst {
                scratch.append(span, chunk.head.tags, nativeEvents: nativeSpanEvents)
            } else {
                scratch.append(span, TagBuffer(), nativeEvents: nativeSpanEvents)
            }
        }
    }

    private mutating func takeScratch() {
        guard scratch.count > 0 else { return }
        scratch.withBytes { body.append(contentsOf: $0) }
        scratch.truncate(to: 0)
    }
}

extension MessagePackWriter {
    /// The body of `/v0.4/traces` with all these chunks, however large.
    static func payload(_ chunks: some Collection<TraceChunk>) -> [UInt8] {
        var encoder = TraceEncoderV04(
            nativeSpanEvents: false,
            capacity: 1024,
            maximumBytes: .max,
            maximumChunks: chunks.count
        )
        for chunk in chunks { _ = encoder.append(chunk) }
        return encoder.finish()
    }
}
