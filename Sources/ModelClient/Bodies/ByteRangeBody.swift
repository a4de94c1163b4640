// SPDX-License-Identifier: Apache-2.0

import CurlHTTP

/// Bytes from a position to their end, without a copy.
struct ByteRangeBody: HTTPBodySource {
    let bytes: [UInt8]
    let start: Int

    var byteCount: Int { bytes.count - start }

    func copyBytes(from offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, byteCount - offset)
        let first = start + offset
        bytes.withUnsafeBytes { buffer.copyMemory(from: .init(rebasing: $0[first..<first + count])) }
        return count
    }
}
