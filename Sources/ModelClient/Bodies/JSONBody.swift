// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import JSON

/// A JSON text whose files become base64 while it is sent.
///
/// Holds the files as they are, shared with the request that they come from; their base64 never exists as a whole.
struct JSONBody: HTTPBodySource {
    private enum Segment {
        case bytes([UInt8])
        case base64([UInt8])

        var byteCount: Int {
            switch self {
            case .bytes(let bytes): bytes.count
            case .base64(let bytes): Base64.encodedCount(of: bytes.count)
            }
        }

        func copyBytes(from offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
            switch self {
            case .bytes(let bytes):
                let count = min(buffer.count, bytes.count - offset)
                bytes.withUnsafeBytes { buffer.copyMemory(from: .init(rebasing: $0[offset..<offset + count])) }
                return count
            case .base64(let bytes):
                return Base64.copyEncoded(bytes, from: offset, into: buffer)
            }
        }
    }

    private var segments: [Segment] = []
    private(set) var byteCount = 0

    /// Appends text that is JSON already.
    mutating func append(raw text: String) {
        append(Array(text.utf8))
    }

    /// Appends a value.
    mutating func append(_ value: JSONValue) {
        append(value.serialized())
    }

    /// Appends a file's base64, without quotation marks.
    mutating func append(base64 bytes: [UInt8]) {
        segments.append(.base64(bytes))
        byteCount += Base64.encodedCount(of: bytes.count)
    }

    func copyBytes(from offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        var skipped = offset
        var copied = 0
        for segment in segments where copied < buffer.count {
            guard skipped < segment.byteCount else {
                skipped -= segment.byteCount
                continue
            }
            copied += segment.copyBytes(from: skipped, into: .init(rebasing: buffer[copied...]))
            skipped = 0
        }
        return copied
    }

    private mutating func append(_ bytes: [UInt8]) {
        byteCount += bytes.count
        if case .bytes(var last) = segments.last {
            segments.removeLast()
            last.append(contentsOf: bytes)
            segments.append(.bytes(last))
        } else {
            segments.append(.bytes(bytes))
        }
    }
}
