// SPDX-License-Identifier: Apache-2.0

import Glibc

/// An open file that nobody else has, as long as they ask in the same way.
final class StateFile: Sendable {
    private let descriptor: Int32

    private init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// The file, made if need be; an error while another run has it.
    static func made(_ path: String) throws(ExperimentError) -> StateFile {
        if let file = try locked(path, O_CREAT) { return file }
        throw ExperimentError(.file, "\(path) cannot be made: does its folder exist, and may you write there?")
    }

    /// The file; nil if there is none.
    static func existing(_ path: String) throws(ExperimentError) -> StateFile? { try locked(path, 0) }

    private static func locked(_ path: String, _ flags: Int32) throws(ExperimentError) -> StateFile? {
        while true {
            let descriptor = open(path, O_RDWR | O_APPEND | O_CLOEXEC | flags, 0o600)
            guard descriptor >= 0 else {
                if errno == ENOENT { return nil }
                throw cannotBeOpened(path, errno)
            }
            let file = StateFile(descriptor)
            // Where files cannot be locked, as on some network file systems, there is no guard.
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
                throw ExperimentError(
                    .stateInUse,
                    "\(path) is being written by another run: wait for its end, or give another file."
                )
            }
            // Somebody may have set it aside in between.
            if file.isAt(path) { return file }
        }
    }

    private static func cannotBeOpened(_ path: String, _ code: Int32) -> ExperimentError {
        let reason =
            switch code {
            case ENAMETOOLONG: "its name is too long: give another file"
            case EISDIR: "it is a folder: give another file"
            case EACCES, EROFS: "you may not write there"
            case ENOSPC, EDQUOT: "the disk is full"
            default: "error \(code) of the system"
            }
        return ExperimentError(.file, "\(path) cannot be opened: \(reason).")
    }

    private func isAt(_ path: String) -> Bool {
        var (own, there) = (stat(), stat())
        return fstat(descriptor, &own) == 0 && stat(path, &there) == 0
            && (own.st_dev, own.st_ino) == (there.st_dev, there.st_ino)
    }

    /// Lets others have the file.
    func unlock() { _ = flock(descriptor, LOCK_UN) }

    /// The next bytes, none at the end; nil if the file cannot be read.
    func read(_ count: Int) -> [UInt8]? {
        var isRead = true
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, size in
            var result = Glibc.read(descriptor, buffer.baseAddress, count)
            while result < 0, errno == EINTR { result = Glibc.read(descriptor, buffer.baseAddress, count) }
            isRead = result >= 0
            size = max(result, 0)
        }
        return isRead ? bytes : nil
    }

    /// Adds bytes at the end. Says whether all of them are there.
    func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
