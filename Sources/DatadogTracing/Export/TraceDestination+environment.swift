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
    private static let defaultPort = 8126

    /// The destination that the environment names; see ``DatadogTracingConfiguration/init(environment:)``.
    ///
    /// - Parameter defaultSocket: used if it exists and nothing is said; another one in tests.
    init(
        _ values: EnvironmentValues,
        defaultSocket: String = TraceDestination.defaultSocket
    ) throws(DatadogTracingError) {
        if let url = values[Self.urlName] {
            try self.init(url: url, values)
            return
        }
        let hostName = ["DD_TRACE_AGENT_HOSTNAME", "DD_AGENT_HOST"].first { values[$0] != nil }
        let tracePort = try values.integer("DD_TRACE_AGENT_PORT", in: 1...65_535)
        let agentPort = try values.integer("DD_AGENT_PORT", in: 1...65_535)
        let port = tracePort ?? agentPort
        if let hostName, let host = values[hostName] {
            self = .agent(
                try Self.address(of: hostName, host, values) { () throws(AgentAddress.Mistake) in
                    try AgentAddress(host: host, port: port ?? Self.defaultPort)
                }
            )
        } else if let port {
            self = .agent(.http(url: "http://localhost:\(port)"))
        } else if access(defaultSocket, F_OK) == 0 {
            self = .agent(.unixSocket(path: defaultSocket))
        } else {
            self = .agent(.standard)
        }
    }

    private init(url: String, _ values: EnvironmentValues) throws(DatadogTracingError) {
        let fileScheme = "file://"
        if url.lowercased().hasPrefix(fileScheme), url.dropFirst(fileScheme.count).hasPrefix("/") {
            self = .jsonLines(path: String(url.dropFirst(fileScheme.count)))
            return
        }
        self = .agent(
            try Self.address(of: Self.urlName, url, values) { () throws(AgentAddress.Mistake) in
                try AgentAddress(parsing: url)
            }
        )
    }

    /// Turns a mistake into an error that names the variable.
    private static func address(
        of name: String,
        _ value: String,
        _ values: EnvironmentValues,
        _ read: () throws(AgentAddress.Mistake) -> AgentAddress
    ) throws(DatadogTracingError) -> AgentAddress {
        do {
            return try read()
        } catch {
            let addition = name == urlName ? "; file:///path writes traces to a file" : ""
            throw values.invalid(name, error.isSecret ? "(not shown)" : value, error.mend + addition)
        }
    }
}
