// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The POSIX calls that ``LoopbackHTTPServer`` is made of.
enum LoopbackSocket {
    /// A call of the operating system that failed.
    struct Failure: Error, CustomStringConvertible {
        let call: String
        let code: Int32
        var description: String { "\(call): \(String(cString: strerror(code)))" }
    }

    static func listen(address: String) throws -> (socket: Int32, port: UInt16) {
        let socket = try open(AF_INET)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_addr.s_addr = inet_addr(address)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutableBytes(of: &name) { bytes in
            let pointer = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self)
            guard bind(socket, pointer, length) == 0, Glibc.listen(socket, 1024) == 0 else { return Int32(-1) }
            return getsockname(socket, pointer, &length)
        }
        try check(status, "listen on \(address)", socket)
        return (socket, UInt16(bigEndian: name.sin_port))
    }

    static func listen(path: String) throws -> Int32 {
        let socket = try open(AF_UNIX)
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        let status = withUnsafeBytes(of: &name) { bytes in
            let pointer = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self)
            guard bind(socket, pointer, socklen_t(bytes.count)) == 0 else { return Int32(-1) }
            return Glibc.listen(socket, 1024)
        }
        try check(status, "listen on a Unix socket", socket)
        return socket
    }

    static func connect(path: String) throws -> Int32 {
        let socket = try open(AF_UNIX)
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        let status = withUnsafeBytes(of: &name) { bytes in
            let pointer = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self)
            return Glibc.connect(socket, pointer, socklen_t(bytes.count))
        }
        try check(status, "connect to a Unix socket", socket)
        return socket
    }

    /// A path in a new folder, short enough for `sun_path`.
    static func temporaryPath() throws -> String {
        var template = Array("/tmp/loopback-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure(call: "mkdtemp", code: errno) }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self) + "/http.sock"
    }

    static func removeTemporary(_ path: String) {
        unlink(path)
        rmdir(String(path.dropLast("/http.sock".count)))
    }

    static func startThread(_ body: @escaping @Sendable () -> Void) {
        final class Box: Sendable {
            let body: @Sendable () -> Void
            init(_ body: @escaping @Sendable () -> Void) { self.body = body }
        }
        var thread = pthread_t()
        let box = Unmanaged.passRetained(Box(body)).toOpaque()
        let status = pthread_create(
            &thread,
            nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body()
                return nil
            },
            box
        )
        precondition(status == 0, "The test machine has no thread to give: error \(status)")
        pthread_detach(thread)
    }

    private static func open(_ family: Int32) throws -> Int32 {
        let socket = socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { throw Failure(call: "socket", code: errno) }
        return socket
    }

    private static func check(_ status: Int32, _ call: String, _ socket: Int32) throws {
        guard status != 0 else { return }
        let code = errno
        close(socket)
        throw Failure(call: call, code: code)
    }
}
