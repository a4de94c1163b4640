// SPDX-License-Identifier: Apache-2.0

/// What a server tells of itself at the beginning of a connection.
struct ServerGreeting {
    private let facts: [String: RESPValue]
    private let knowsHello: Bool

    /// The oldest version with the commands that are used here.
    private static let oldest = (6, 2)

    /// Reads the reply to `HELLO`, which every user may send.
    init(_ reply: RESPValue = .null) {
        if case .error(let error) = reply { knowsHello = error.prefix != .generic } else { knowsHello = true }
        let items = reply.array ?? []
        facts = stride(from: 0, to: items.count - 1, by: 2).reduce(into: [:]) { facts, index in
            if let name = items[index].string { facts[name] = items[index + 1] }
        }
    }

    /// The server's number for this connection.
    var clientID: Int? { facts["id"]?.int }

    /// Whether it is a node of a cluster.
    var isCluster: Bool { facts["mode"]?.string == "cluster" }

    /// Throws if the server cannot be used.
    func check(mustBeMaster: Bool) throws(LinkFailure) {
        guard knowsHello else { throw Self.tooOld("it does not know HELLO") }
        if let version = facts["version"]?.string, Self.isTooOld(version) { throw Self.tooOld("it is \(version)") }
        guard facts["mode"]?.string != "sentinel" else {
            throw .unsupported("it is a Sentinel; write redis+sentinel://host[:port]/master for the server it watches")
        }
        guard !mustBeMaster || facts["role"]?.string == "master" else {
            throw .unreachable("the server that the Sentinel named is no master")
        }
    }

    private static func isTooOld(_ version: String) -> Bool {
        let parts = version.split(separator: ".").map { Int($0) }
        guard parts.count >= 2, let major = parts[0], let minor = parts[1] else { return false }
        return (major, minor) < oldest
    }

    private static func tooOld(_ evidence: String) -> LinkFailure {
        .unsupported("Redis 6.2 or later is needed, and \(evidence). Upgrade the server or use another one")
    }
}
