// SPDX-License-Identifier: Apache-2.0

/// A request body of known length whose bytes are made while they are sent.
///
/// Bytes may be asked for again from any earlier offset, after a redirect or on a fresh connection, and must be the same
/// each time. The transport calls from its own thread, which all its transfers share: answer quickly and never block.
public protocol HTTPBodySource: Sendable {
    /// How many bytes the body has; sent as `Content-Length`.
    var byteCount: Int { get }

    /// Writes the bytes from `offset` on into `buffer`, as many as fit or are left, and returns their number.
    ///
    /// `offset` is in `0...byteCount`. Returning 0 before the end, or more than fits, fails the request.
    func copyBytes(from offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int
}

extension HTTPBodySource {
    /// The whole body, for tests and for bodies that are small.
    public var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, initializedCount in
            while initializedCount < byteCount {
                let rest = UnsafeMutableRawBufferPointer(
                    rebasing: UnsafeMutableRawBufferPointer(buffer)[initializedCount...]
                )
                let count = copyBytes(from: initializedCount, into: rest)
                guard (1...rest.count).contains(count) else { return }
                initializedCount += count
            }
        }
    }
}
