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
    init(_ values: inout EnvironmentValues, defaultSocket: String = TraceDestination.defaultSocket) {
        if let named = Self.byURL(&values) ?? Self.byHost(&values) {
            self = named
        } else if access(defaultSocket, F_OK) == 0 {
            self = .agent(.unixSocket(path: defaultSocket))
        } else {
            self = .agent(.standard)
        }
    }

    private static func byURL(_ values: inout EnvironmentValues) -> TraceDestination? {
        guard let url = values[urlName] else { return nil }
        let fileScheme = "file://"
        if url.lowercased().hasPrefix(fileScheme), url.dropFirst(fileScheme.count).hasPrefix("/") {
            return .jsonLines(path: String(url.dropFirst(fileScheme.count)))
        }
        do {
            return .agent(try AgentAddress(parsing: url))
        } catch {
            values.refuse(urlName, url, error.mend + "; file:///path writes traces to a file")
            return nil
        }
    }

    private static func byHost(_ values: inout EnvironmentValues) -> TraceDestination? {
        let tracePort = values.integer("DD_TRACE_AGENT_PORT", in: 1...65_535)
        let agentPort = values.integer("DD_AGENT_PORT", in: 1...65_535)
        let port = tracePort ?? agentPort
        for name in ["DD_TRACE_AGENT_HOSTNAME", "DD_AGENT_HOST"] {
            guard let host = values[name] else { continue }
            do {
                return .agent(try AgentAddress(host: host, port: port ?? defaultPort))
            } catch {
                values.refuse(name, host, error.mend)
            }
        }
        return port.map { .agent(.http(url: "http://localhost:\($0)")) }
    }
}
