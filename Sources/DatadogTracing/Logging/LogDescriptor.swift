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

    /// One `write(2)`; a line that the other side does not take is lost, for logging must not stop the work, and a pipe
    /// that nobody reads must not end it.
    func write(_ line: [UInt8]) {
        _ = PipeSignal.heldBack {
            while true {
                let count = Self.writeOnce(number, line)
                if count < 0, errno == EINTR { continue }
                return count == line.count
            }
        }
    }

    private static func writeOnce(_ number: Int32, _ line: [UInt8]) -> Int {
        #if canImport(Glibc)
        Glibc.write(number, line, line.count)
        #elseif canImport(Musl)
        Musl.write(number, line, line.count)
        #else
        Darwin.write(number, line, line.count)
        #endif
    }
}
