// SPDX-License-Identifier: Apache-2.0

/// Tags in MessagePack, one after the other.
///
/// Points into memory of its owner: good only while that lends it. A span has a handful of tags: looking through them
/// costs less than hashing their keys would.
struct EncodedTags {
    let bytes: UnsafeRawBufferPointer

    @inline(__always)
    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Hands over each tag.
    @inline(__always)
    func visit(_ body: (EncodedTag) -> Void) {
        guard var place = bytes.baseAddress else { return }
        let end = place + bytes.count
        while place < end {
            let tag = EncodedTag(at: place)
            body(tag)
            place = tag.end
        }
    }

    /// The tag of a key.
    func find(_ key: UnsafeRawBufferPointer) -> EncodedTag? {
        guard var place = bytes.baseAddress else { return nil }
        let end = place + bytes.count
        while place < end {
            let tag = EncodedTag(at: place)
            if tag.has(key) { return tag }
            place = tag.end
        }
        return nil
    }

    /// The tag of a key.
    func find(_ key: StaticString) -> EncodedTag? {
        find(UnsafeRawBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
    }
}
