// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import DatadogTracing
import HTTPTypes
import Logging
import Synchronization

/// The way to Datadog: through the agent's proxy, or straight.
final class LLMObsIntake: Sendable {
    private let configuration: LLMObsConfiguration
    private let agent: AgentClient?
    private let transport: (any HTTPTransport)?
    private let retryDelay: @Sendable (_ tries: Int) -> Duration

    enum Route: Sendable {
        case agent(AgentClient, prefix: String)
        case direct(any HTTPTransport)
    }

    /// What became of a request.
    enum Outcome: Sendable, Equatable {
        case accepted
        /// Nothing went out, and it may later.
        case kept(IntakeFailure)
        /// The intake wants it never.
        case refused(IntakeFailure)
        /// It was tried often enough.
        case failed(IntakeFailure)
        /// The time was over while it was under way: it may have arrived.
        case interrupted
    }

    init(
        configuration: LLMObsConfiguration,
        agent: AgentClient?,
        transport: (any HTTPTransport)?,
        retryDelay: @escaping @Sendable (_ tries: Int) -> Duration = LLMObsIntake.jitteredDelay
    ) {
        self.configuration = configuration
        self.agent = agent
        self.transport = transport
        self.retryDelay = retryDelay
    }

    /// Anything up to 0.4 s after the first try, and 1.6 times as much after each further one.
    static let jitteredDelay: @Sendable (Int) -> Duration = { tries in
        var longest = 0.365
        for _ in 1..<max(tries, 1) { longest *= 1.618 }
        return .seconds(Double.random(in: 0...longest))
    }

    /// Sends a body, as often as the limits allow and it helps.
    func send(
        _ body: [UInt8],
        to endpoint: IntakeEndpoint,
        via route: Route,
        _ statistics: LLMObsStatistics
    ) async -> Outcome {
        var wasSent = false
        for tries in 1...max(configuration.limits.maximumTries, 1) {
            let answer = await attempt(body, endpoint, route)
            statistics.requested(isSuccess: answer == .accepted)
            switch answer {
            case .accepted: return .accepted
            case .refused(let failure): return .refused(failure)
            case .interrupted: return .interrupted
            case .tryAgain(let failure, let isSent):
                wasSent = wasSent || isSent
                let isLast = tries >= configuration.limits.maximumTries
                if !isLast, (try? await Task.sleep(for: retryDelay(tries))) != nil { continue }
                return wasSent ? .failed(failure) : .kept(failure)
            }
        }
        return .interrupted
    }

    private enum Answer: Equatable {
        case accepted
        case refused(IntakeFailure)
        case tryAgain(IntakeFailure, isSent: Bool)
        case interrupted
    }

    private func attempt(_ body: [UInt8], _ endpoint: IntakeEndpoint, _ route: Route) async -> Answer {
        do {
            let response = try await request(body, endpoint, route)
            let status = response.status.code
            switch status {
            case 200..<300: return .accepted
            case 408, 429, 500...: return .tryAgain(IntakeFailure(status: status), isSent: true)
            default: return .refused(IntakeFailure(status: status))
            }
        } catch {
            let failure = IntakeFailure(error)
            switch error.code {
            case .connectionFailed, .resolutionFailed, .overloaded, .tls, .shutDown:
                return .tryAgain(failure, isSent: false)
            case .timedOut, .connectionLost, .protocolViolation: return .tryAgain(failure, isSent: true)
            case .cancelled: return .interrupted
            default: return .refused(failure)
            }
        }
    }

    private func request(
        _ body: [UInt8],
        _ endpoint: IntakeEndpoint,
        _ route: Route
    ) async throws(HTTPTransportError) -> HTTPTransportResponse {
        var headers: HTTPFields = [.contentType: "application/json"]
        let timeout = configuration.limits.requestTimeout
        switch route {
        case .agent(let agent, let prefix):
            headers[Self.subdomain] = endpoint.subdomain
            let path = prefix + endpoint.path
            // As in ddtrace: the agent's path and headers, at the other host.
            if let origin = configuration.overrideOrigin, let transport {
                return try await transport.send(Self.post(body, to: origin + path, headers, timeout))
            }
            return try await agent.send(.post, path, headers: headers, body: body, timeout: timeout)
        case .direct(let transport):
            headers[Self.apiKey] = configuration.apiKey
            return try await transport.send(Self.post(body, to: origin(of: endpoint) + endpoint.path, headers, timeout))
        }
    }

    private static func post(
        _ body: [UInt8],
        to url: String,
        _ headers: HTTPFields,
        _ timeout: Duration
    ) -> HTTPTransportRequest {
        HTTPTransportRequest(
            method: .post,
            url: url,
            headers: headers,
            body: body,
            timeouts: HTTPTimeouts(connect: min(timeout, .seconds(2)), total: timeout),
            maximumResponseBytes: 1024 * 1024
        )
    }

    private func origin(of endpoint: IntakeEndpoint) -> String {
        configuration.overrideOrigin ?? "https://\(endpoint.subdomain).\(configuration.site)"
    }

    /// Where a route leads, for logs.
    func address(of endpoint: IntakeEndpoint, via route: Route) -> String {
        switch route {
        case .agent(let agent, _): configuration.overrideOrigin ?? "\(agent.address)"
        case .direct: origin(of: endpoint)
        }
    }

    // Constant names made of letters and hyphens are always field names.
    private static let subdomain = HTTPField.Name("X-Datadog-EVP-Subdomain")!
    private static let apiKey = HTTPField.Name("DD-API-KEY")!
    private static let proxy = "/evp_proxy/v2"

    /// Nil while there is no way: no agent that passes events on, and no key to send them without one.
    func route() async -> Route? {
        switch configuration.exportMode {
        case .agentless: return direct
        case .agent: return agent.map { .agent($0, prefix: Self.proxy) }
        default: break
        }
        if let agent, let prefix = await proxyPath(of: agent) { return .agent(agent, prefix: prefix) }
        return direct
    }

    /// Why there is no route.
    var missingRoute: IntakeFailure {
        guard configuration.exportMode != .agentless else { return .noKey }
        guard let agent, let silence = agent.silence else { return .noWay }
        return .silent(agent, silence)
    }

    /// Whether there can be a route at all, be it only once an agent is there.
    var hasWay: Bool {
        switch configuration.exportMode {
        case .agentless: direct != nil
        case .agent: agent != nil
        default: agent != nil || direct != nil
        }
    }

    private var direct: Route? { configuration.apiKey == nil ? nil : transport.map { .direct($0) } }

    /// Nil also while the agent is away: what it offered once helps nobody then.
    private func proxyPath(of agent: AgentClient) async -> String? {
        if agent.info == nil || agent.isAway { await agent.refreshInfo() }
        guard !agent.isAway, let info = agent.info else { return nil }
        return info.offers(Self.proxy) ? Self.proxy : info.eventProxyPath
    }
}
