// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// An open file descriptor that log lines go to.
struct LogDescriptor {
    let number: Int32

    /// One `write(2)`; a line that the other side does not take is lost, for logging must not stop the work.
    func write(_ line: [UInt8]) {
        #if canImport(Glibc)
        while Glibc.write(number, line, line.count) < 0, errno == EINTR {}
        #elseif canImport(Musl)
        while Musl.write(number, line, line.count) < 0, errno == EINTR {}
        #else
        while Darwin.write(number, line, line.count) < 0, errno == EINTR {}
        #endif
    }
}
