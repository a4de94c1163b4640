// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// TCP ports on the loopback interface.
public enum LoopbackPort {
    /// Below the ports that the kernel gives out by itself: there, every connection and server of a test running at the
    /// same time could take the port before the program that it is meant for binds it.
    private static let candidates = 10_000..<32_768
    /// A program binds its port some time after it was given out, so that no other test may get the same meanwhile.
    private static let givenOut = Mutex<Set<Int>>([])

    /// A port that was free a moment ago and is given out once only; for programs that cannot be told to let the kernel
    /// choose.
    ///
    /// - Parameter offsets: How far above it further ports lie that must be free, too, and are given out with it.
    public static func unused(besides offsets: [Int] = []) throws -> Int {
        for _ in 0..<100 {
            let port = Int.random(in: candidates.lowerBound..<candidates.upperBound - (offsets.max() ?? 0))
            let ports = [port] + offsets.map { port + $0 }
            if try ports.allSatisfy(isFree), giveOut(ports) { return port }
        }
        throw TestSupportError("no free port among a hundred")
    }

    private static func giveOut(_ ports: [Int]) -> Bool {
        givenOut.withLock { known in
            guard known.isDisjoint(with: ports) else { return false }
            known.formUnion(ports)
            return true
        }
    }

    /// Runs `start`, which asks for its ports itself, again when it fails: another process may have taken one of them
    /// before the program bound it.
    public static func retrying<Value>(_ start: () async throws -> Value) async throws -> Value {
        for _ in 0..<3 {
            if let value = try? await start() { return value }
        }
        return try await start()
    }

    private static func isFree(_ port: Int) throws -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw TestSupportError("socket failed with errno \(errno)") }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) == 0 }
        }
    }
}
