// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Memory for bytes, from the C library at once: `allocate` asks it for an alignment, which costs twice as much.
enum RawMemory {
    /// The bytes of a block in another that is so large, or new memory; who owned the old block owns the new one.
    @inline(__always)
    static func resize(_ memory: UnsafeMutableRawPointer?, to byteCount: Int) -> UnsafeMutableRawPointer {
        // Not left to `realloc`, which takes longer about new memory. As for every object of Swift, there is no way on
        // without memory.
        guard let memory = memory == nil ? malloc(byteCount) : realloc(memory, byteCount) else {
            fatalError("out of memory")
        }
        return memory
    }

    @inline(__always)
    static func release(_ memory: UnsafeMutableRawPointer?) {
        free(memory)
    }
}
