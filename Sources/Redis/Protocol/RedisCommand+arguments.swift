// SPDX-License-Identifier: Apache-2.0

extension RedisCommand {
    typealias ArgumentPointers = UnsafeMutablePointer<UnsafePointer<CChar>?>

    /// Calls `body` with the number of parts, a pointer to each, and their lengths; valid only during the call.
    func withArguments<Value>(_ body: (Int32, ArgumentPointers, UnsafePointer<Int>) -> Value) -> Value {
        bytes.withUnsafeBytes { bytes in
            withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: lengths.count) { pointers in
                // Bytes may be read as characters. An empty command has no bytes at all, and then reads none.
                var next = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
                for (index, length) in lengths.enumerated() {
                    pointers.initializeElement(at: index, to: next)
                    next = next.map { $0 + length }
                }
                return lengths.withUnsafeBufferPointer { lengths in
                    // There is always the name's length, so neither buffer is empty.
                    body(Int32(lengths.count), pointers.baseAddress!, lengths.baseAddress!)
                }
            }
        }
    }
}
