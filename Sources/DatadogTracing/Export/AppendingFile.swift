// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file opened for appending; each write is one system call, so that several processes can share the file.
struct AppendingFile: ~Copyable {
    private let descriptor: Int32

    init(path: String) throws(DatadogTracingError) {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw DatadogTracingError(
                .fileUnreadable,
                "The trace file \(path) cannot be opened for writing (error \(errno)): check the folder and its rights."
            )
        }
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Appends the bytes; false if they were not all taken. A pipe without a reader does not end the process.
    func append(_ bytes: [UInt8]) -> Bool {
        PipeSignal.heldBack {
            while true {
                let count = write(descriptor, bytes, bytes.count)
                if count < 0, errno == EINTR { continue }
                return count == bytes.count
            }
        }
    }
}
