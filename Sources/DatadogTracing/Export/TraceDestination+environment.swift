// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension TraceDestination {
    private static let urlName = "DD_TRACE_AGENT_URL"
    private static let defaultSocket = "/var/run/datadog/apm.socket"

    /// The destination that the environment names; see ``DatadogTracingConfiguration/init(environment:)``.
    init(_ values: EnvironmentValues) throws(DatadogTracingError) {
        if let url = values[Self.urlName] {
            try self.init(url: url, values)
            return
        }
        let host = values["DD_TRACE_AGENT_HOSTNAME"] ?? values["DD_AGENT_HOST"]
        let tracePort = try values.integer("DD_TRACE_AGENT_PORT", in: 1...65_535)
        let agentPort = try values.integer("DD_AGENT_PORT", in: 1...65_535)
        let port = tracePort ?? agentPort
        if host != nil || port != nil {
            let name = host ?? "localhost"
            let bracketed = name.contains(":") && !name.hasPrefix("[") ? "[\(name)]" : name
            self = .agent(.http(url: "http://\(bracketed):\(port ?? 8126)"))
        } else if access(Self.defaultSocket, F_OK) == 0 {
            self = .agent(.unixSocket(path: Self.defaultSocket))
        } else {
            self = .agent(.standard)
        }
    }

    private init(url: String, _ values: EnvironmentValues) throws(DatadogTracingError) {
        if let path = Self.path(of: url, scheme: "unix://") {
            self = .agent(.unixSocket(path: path))
        } else if let path = Self.path(of: url, scheme: "file://") {
            self = .jsonLines(path: path)
        } else if let scheme = ["http://", "https://"].first(where: url.hasPrefix), url.count > scheme.count {
            var url = Substring(url)
            while url.hasSuffix("/") { url.removeLast() }
            self = .agent(.http(url: String(url)))
        } else {
            throw values.invalid(
                Self.urlName,
                url,
                "use http://host:port, https://host:port, unix:///path of a socket, or file:///path of a file"
            )
        }
    }

    private static func path(of url: String, scheme: String) -> String? {
        guard url.hasPrefix(scheme), url.count > scheme.count else { return nil }
        return String(url.dropFirst(scheme.count))
    }
}
