// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A connected socket for datagrams that never waits unless told to.
struct DatagramSocket: ~Copyable {
    enum Outcome {
        case sent
        case congested
        case tooLong
        case failed
    }

    private let descriptor: Int32

    /// Nil if the address cannot be resolved or connected to. Resolving a name may take seconds.
    init?(connectedTo address: DogStatsDAddress) {
        let descriptor: Int32? =
            switch address {
            case .udp(let host, let port): Self.connected(host: host, port: port)
            case .unixSocket(let path): Self.connected(path: path)
            }
        guard let descriptor else { return nil }
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Sends one datagram, waiting for the reader no longer than `patience`, which it uses up.
    func send(_ bytes: [UInt8], patience: inout Duration) -> Outcome {
        while true {
            if Self.send(descriptor, bytes) == bytes.count { return .sent }
            switch errno {
            case EINTR: continue
            case EMSGSIZE: return .tooLong
            case EAGAIN, EWOULDBLOCK, ENOBUFS:
                guard waitUntilWritable(&patience) else { return .congested }
            default: return .failed
            }
        }
    }

    private func waitUntilWritable(_ patience: inout Duration) -> Bool {
        guard patience > .zero else { return false }
        let start = ContinuousClock.now
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        let milliseconds = patience / .milliseconds(1)
        let count = poll(&request, 1, Int32(milliseconds.rounded(.up)))
        // At least something, for poll may call a socket writable that is not.
        patience -= max(ContinuousClock.now - start, .milliseconds(1))
        return count > 0 || (count < 0 && errno == EINTR)
    }

    private static func connected(path: String) -> Int32? {
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        // One byte less: the rest stays zero and ends the path.
        guard path.utf8.count < MemoryLayout.size(ofValue: name.sun_path) else { return nil }
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path.utf8) }
        return withUnsafePointer(to: name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connected(AF_UNIX, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    private static func connected(host: String, port: Int) -> Int32? {
        var hints = addrinfo()
        hints.ai_socktype = datagramType
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0 else { return nil }
        defer { freeaddrinfo(found) }
        // The agent listens on 127.0.0.1 alone where the resolver may put ::1 first.
        for family in [AF_INET, AF_INET6] {
            for entry in sequence(first: found, next: { $0?.pointee.ai_next }) {
                guard let entry = entry?.pointee, entry.ai_family == family, let name = entry.ai_addr else { continue }
                if let descriptor = connected(family, name, entry.ai_addrlen) { return descriptor }
            }
        }
        return nil
    }

    private static func connected(_ family: Int32, _ name: UnsafePointer<sockaddr>, _ length: socklen_t) -> Int32? {
        let descriptor = socket(family, datagramType, 0)
        guard descriptor >= 0 else { return nil }
        guard fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0, fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0,
            connect(descriptor, name, length) == 0
        else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    #if canImport(Glibc)
    private static let datagramType = Int32(SOCK_DGRAM.rawValue)
    #else
    private static let datagramType = SOCK_DGRAM
    #endif

    private static func send(_ descriptor: Int32, _ bytes: [UInt8]) -> Int {
        #if canImport(Glibc)
        Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        #elseif canImport(Musl)
        Musl.send(descriptor, bytes, bytes.count, MSG_NOSIGNAL)
        #else
        Darwin.send(descriptor, bytes, bytes.count, 0)
        #endif
    }
}
