// SPDX-License-Identifier: Apache-2.0

import CHiredis
import Glibc

/// A resolved address, ready for `connect`.
struct SocketAddress {
    let family: Int32
    let bytes: [UInt8]

    /// All addresses of an endpoint, in the order to try them. Blocks while a name is looked up.
    static func resolve(_ endpoint: RedisEndpoint) throws(LinkFailure) -> [SocketAddress] {
        switch endpoint {
        case .tcp(let host, let port): try resolve(host: host, port: port)
        case .unixSocket(let path): [try unixSocket(path)]
        }
    }

    private static func resolve(host: String, port: Int) throws(LinkFailure) -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, String(port), &hints, &list)
        defer { if let list { freeaddrinfo(list) } }
        guard status == 0 else {
            throw .unreachable("the host name cannot be resolved: \(String(cString: gai_strerror(status)))")
        }
        var addresses: [SocketAddress] = []
        var next = list
        while let info = next?.pointee {
            let bytes = UnsafeRawBufferPointer(start: info.ai_addr, count: Int(info.ai_addrlen))
            addresses.append(SocketAddress(family: info.ai_family, bytes: Array(bytes)))
            next = info.ai_next
        }
        return addresses
    }

    private static func unixSocket(_ path: String) throws(LinkFailure) -> SocketAddress {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path), !path.utf8.contains(0) else {
            throw .misconfigured("the path of the Unix socket is too long or holds a zero byte")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        return SocketAddress(family: AF_UNIX, bytes: withUnsafeBytes(of: address) { Array($0) })
    }
}
