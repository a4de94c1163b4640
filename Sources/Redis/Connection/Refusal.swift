// SPDX-License-Identifier: Apache-2.0

/// What a server means by an error reply which says that it has not run a command, and that another server would, or
/// the same one a little later.
enum Refusal {
    /// It is not the server to write to, or not yet.
    case unfit
    /// The keys are at another node of the cluster; nil if the node does not say where.
    case moved(to: RedisEndpoint?)
    /// The keys are on their way to another node, which has these already.
    case ask(RedisEndpoint)
    /// The keys are on their way to another node, some here and some there.
    case scattered

    /// Nil for all other errors.
    ///
    /// - Parameter endpoint: The server that said so.
    init?(_ error: RedisServerError, from endpoint: RedisEndpoint) {
        switch error.prefix {
        case .readOnly, .loading, .masterDown, .clusterDown, .unblocked: self = .unfit
        case .tryAgain: self = .scattered
        case .moved: self = .moved(to: Self.target(of: error, from: endpoint))
        case .ask:
            guard let target = Self.target(of: error, from: endpoint) else { return nil }
            self = .ask(target)
        default: return nil
        }
    }

    // "3999 10.0.0.2:6381"; a host that is left out is that of the server which says so.
    private static func target(of error: RedisServerError, from endpoint: RedisEndpoint) -> RedisEndpoint? {
        guard let address = error.message.split(separator: " ").dropFirst().first else { return nil }
        let (host, digits) = address.cutAtLast(":", before: nil)
        guard let host, let port = Int(digits), (1...65_535).contains(port), host != "?" else { return nil }
        return endpoint.sibling(host: String(host), port: port)
    }
}

extension RedisEndpoint {
    /// Another node as this one names it: without a host it is on the same.
    func sibling(host: String, port: Int) -> RedisEndpoint? {
        guard host.isEmpty else { return .tcp(host: host, port: port) }
        guard case .tcp(let host, _) = self else { return nil }
        return .tcp(host: host, port: port)
    }
}
