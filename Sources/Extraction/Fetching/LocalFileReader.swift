// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Glibc
import ModelClient

/// Reads `file:` sources, under the configured folders only.
///
/// The file is opened first and its true place looked up from the open descriptor, so nothing can be swapped between
/// the check and the reading.
struct LocalFileReader: Sendable {
    private let roots: [String]
    /// `O_PATH`, which the C library shows to GNU sources only.
    private static let pathOnly: Int32 = 0o10_000_000
    private static let queue = DispatchQueue(label: "extraction.local-files")

    private let timeout: Duration
    private let queue: DispatchQueue

    /// Makes a reader; a folder that does not exist is left out.
    ///
    /// - Parameters:
    ///   - roots: The folders.
    ///   - timeout: How long a file is waited for.
    ///   - queue: Where files are read, one after the other.
    init(roots: [String], timeout: Duration, queue: DispatchQueue = Self.queue) {
        self.roots = roots.compactMap(Self.resolved)
        self.timeout = timeout
        self.queue = queue
    }

    /// Reads off the cooperative pool: a disk may be slow, or not even here. One that does not answer at all keeps its
    /// thread, but nobody who waits.
    func read(_ path: String, maximumBytes: Int) async throws(ExtractionError) -> [UInt8] {
        let reading = PendingRead()
        queue.async {
            guard !reading.isOver else { return }
            reading.end(Result { () throws(ExtractionError) in try open(path, maximumBytes) })
        }
        let watch = Task {
            guard (try? await Task.sleep(for: timeout)) != nil else { return }
            reading.end(.failure(failure(.inputTransient, "was not read within \(timeout)")))
        }
        defer { watch.cancel() }
        return try await withTaskCancellationHandler {
            await reading.result()
        } onCancel: {
            reading.end(.failure(failure(.workerShutdown, "was not waited for: the run was cancelled")))
        }.get()
    }

    private func open(_ path: String, _ maximumBytes: Int) throws(ExtractionError) -> [UInt8] {
        guard !roots.isEmpty else {
            throw failure(.inputRefused, "is a file: address, but no folder is configured to be read")
        }
        // This only names the file: a device or pipe outside the roots is never opened.
        let handle = Glibc.open(path, Self.pathOnly | O_CLOEXEC)
        guard handle >= 0 else {
            throw openFailure(errno, path)
        }
        defer { close(handle) }
        guard let place = Self.place(of: handle), isUnderRoot(place) else {
            throw outsideRoots
        }
        // The same file again, now for reading; without O_NONBLOCK a named pipe would wait for its writer.
        let descriptor = Glibc.open(Self.link(to: handle), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else {
            throw openFailure(errno, path)
        }
        defer { close(descriptor) }
        return try content(of: descriptor, maximumBytes)
    }

    private func content(of descriptor: Int32, _ maximumBytes: Int) throws(ExtractionError) -> [UInt8] {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw failure(.inputUnsupported, "is not a regular file")
        }
        guard status.st_size <= maximumBytes else {
            throw FileLimit.error(bytes: Int(status.st_size), maximum: maximumBytes)
        }
        let content = try read(descriptor, atMost: Int(status.st_size))
        guard content.count == Int(status.st_size) else {
            throw failure(.inputTransient, "became shorter while it was read")
        }
        return content
    }

    private func read(_ descriptor: Int32, atMost size: Int) throws(ExtractionError) -> [UInt8] {
        var failed: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let got = Glibc.read(descriptor, buffer.baseAddress! + count, size - count)
                if got < 0 && errno == EINTR { continue }
                if got < 0 { failed = errno }
                guard got > 0 else { return }
                count += got
            }
        }
        guard failed == 0 else {
            throw failure(.inputTransient, "could not be read (errno \(failed))")
        }
        return bytes
    }

    private func isUnderRoot(_ place: String) -> Bool {
        // By bytes: to a string, composed and decomposed letters are equal; to the file system they are two names.
        roots.contains { $0 == "/" || place.utf8.starts(with: "\($0)/".utf8) }
    }

    /// What exists outside the roots is nobody's business: there, every failure is the same refusal.
    private func openFailure(_ code: Int32, _ path: String) -> ExtractionError {
        let folder = path.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
        guard let parent = Self.resolved(folder.isEmpty ? "/" : folder), isUnderRoot(parent + "/") else {
            return outsideRoots
        }
        switch code {
        case ENOENT, ENOTDIR: return failure(.inputNotFound, "does not exist")
        case EACCES, EPERM: return failure(.inputForbidden, "may not be read by this user")
        case ELOOP, ENXIO: return failure(.inputUnsupported, "is not a regular file")
        default: return failure(.inputTransient, "could not be opened (errno \(code))")
        }
    }

    private var outsideRoots: ExtractionError {
        failure(.inputRefused, "lies outside the folders that are configured to be read")
    }

    private func failure(_ errorClass: ErrorClass, _ problem: String) -> ExtractionError {
        ExtractionError(errorClass, "the file \(problem)", stage: .fetch)
    }

    private static func resolved(_ path: String) -> String? {
        guard let pointer = realpath(path, nil) else { return nil }
        defer { free(pointer) }
        return String(cString: pointer)
    }

    /// The kernel's own answer to where an open file is.
    private static func place(of descriptor: Int32) -> String? {
        let link = link(to: descriptor)
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer -> String? in
            let length = readlink(link, buffer.baseAddress!, buffer.count)
            guard length > 0, length < buffer.count else { return nil }
            return String(decoding: buffer[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
    }

    private static func link(to descriptor: Int32) -> String {
        "/proc/self/fd/\(descriptor)"
    }
}
