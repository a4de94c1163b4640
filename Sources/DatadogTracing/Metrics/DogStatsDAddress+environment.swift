// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension DogStatsDAddress {
    private static let urlName = "DD_DOGSTATSD_URL"
    private static let portName = "DD_DOGSTATSD_PORT"
    private static let defaultSocket = "/var/run/datadog/dsd.socket"

    /// `DD_DOGSTATSD_URL`; else `DD_DOGSTATSD_HOST` or `DD_AGENT_HOST`, and `DD_DOGSTATSD_PORT`; else the socket of a
    /// local agent if it exists; else `localhost:8125`.
    ///
    /// - Parameter defaultSocket: that of a local agent; another one in tests.
    init(_ values: inout EnvironmentValues, defaultSocket: String = DogStatsDAddress.defaultSocket) {
        let host = values["DD_DOGSTATSD_HOST"] ?? values["DD_AGENT_HOST"]
        let port = values.integer(Self.portName, in: 1...65_535)
        if let address = Self.byURL(&values) {
            self = address
        } else if host != nil || port != nil {
            self = .udp(host: Self.withoutBrackets(host ?? "localhost"), port: port ?? 8125)
        } else if access(defaultSocket, F_OK) == 0 {
            self = .unixSocket(path: defaultSocket)
        } else {
            self = .standard
        }
    }

    private static func byURL(_ values: inout EnvironmentValues) -> DogStatsDAddress? {
        guard let url = values[urlName] else { return nil }
        if let path = rest(of: url, after: "unix://") { return .unixSocket(path: path) }
        if let place = rest(of: url, after: "udp://"), let address = udp(place) { return address }
        values.refuse(urlName, url, "use udp://host:port or unix:///path of a socket")
        return nil
    }

    /// An IPv6 address may be written as in a URL.
    private static func withoutBrackets(_ host: String) -> String {
        host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
    }

    private static func rest(of url: String, after scheme: String) -> String? {
        guard url.hasPrefix(scheme), url.count > scheme.count else { return nil }
        return String(url.dropFirst(scheme.count))
    }

    /// `host`, `host:port`, `[v6]` or `[v6]:port`.
    private static func udp(_ place: String) -> DogStatsDAddress? {
        if place.hasPrefix("[") {
            guard let end = place.firstIndex(of: "]") else { return nil }
            return udp(place[place.index(after: place.startIndex)..<end], rest: place[place.index(after: end)...])
        }
        let end = place.firstIndex(of: ":") ?? place.endIndex
        return udp(place[..<end], rest: place[end...])
    }

    private static func udp(_ host: Substring, rest: Substring) -> DogStatsDAddress? {
        guard !host.isEmpty else { return nil }
        guard !rest.isEmpty else { return .udp(host: String(host), port: 8125) }
        guard rest.first == ":", let port = UInt16(rest.dropFirst()), port > 0 else { return nil }
        return .udp(host: String(host), port: Int(port))
    }
}
