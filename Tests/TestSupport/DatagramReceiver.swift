// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// A socket that takes datagrams, on a port of the loopback interface or a path.
public final class DatagramReceiver: Sendable {
    /// The port; 0 for a path.
    public let port: Int
    private let descriptor: Int32
    // A thread of its own, so that waiting takes none from the code under test.
    private let thread = DispatchQueue(label: "datagram receiver")

    /// Listens on a port that the kernel chooses.
    public init() throws {
        descriptor = try Self.socket(AF_INET)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = descriptor
        let status = withUnsafeMutablePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
                bind(socket, name, length) == 0 ? getsockname(socket, name, &length) : -1
            }
        }
        port = Int(UInt16(bigEndian: name.sin_port))
        guard status == 0 else { throw TestSupportError("bind failed with errno \(errno)") }
    }

    /// Listens on a path, which is removed by the folder's owner.
    public init(path: String) throws {
        descriptor = try Self.socket(AF_UNIX)
        port = 0
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        let socket = descriptor
        let status = withUnsafePointer(to: name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard status == 0 else { throw TestSupportError("bind failed with errno \(errno)") }
    }

    deinit {
        close(descriptor)
    }

    /// The next datagram; an error if none comes for ten minutes, which only a lost one does.
    public func receive() async throws -> [UInt8] {
        try await withCheckedThrowingContinuation { continuation in
            thread.async {
                continuation.resume(with: Result { try self.receiveBlocking() })
            }
        }
    }

    private func receiveBlocking() throws -> [UInt8] {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&request, 1, 600_000) == 1 else { throw TestSupportError("no datagram came") }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        guard count >= 0 else { throw TestSupportError("recv failed with errno \(errno)") }
        return Array(bytes.prefix(count))
    }

    private static func socket(_ family: Int32) throws -> Int32 {
        let descriptor = Glibc.socket(family, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw TestSupportError("socket failed with errno \(errno)") }
        return descriptor
    }
}
