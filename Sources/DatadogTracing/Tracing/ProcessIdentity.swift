// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Which process the spans come from.
struct ProcessIdentity: Sendable {
    let processID: Int32
    /// 32 hexadecimal digits, new for each process.
    let runtimeID: String

    static let current = ProcessIdentity(
        processID: getpid(),
        runtimeID: UInt64.random(in: 0...UInt64.max).hexadecimal + UInt64.random(in: 0...UInt64.max).hexadecimal
    )
}
