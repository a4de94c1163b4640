// SPDX-License-Identifier: Apache-2.0

public import CurlHTTP
public import HTTPTypes
import Synchronization

/// The agent as all parts of a process reach it: its address, what it says it can do, and what every request carries.
public final class AgentClient: Sendable {
    /// Where the agent listens.
    public let address: AgentAddress
    private let transport: any HTTPTransport
    private let headers: HTTPFields
    private let requestTimeout: Duration
    private let state = Mutex(State())
    private let nap = Nap()

    private struct State {
        var info: AgentInfo?
        /// Why the last request got no answer.
        var silence: HTTPTransportError.Code?
    }

    /// A client that has not asked the agent anything yet.
    ///
    /// - Parameters:
    ///   - externalEnvironment: the text of `DD_EXTERNAL_ENV`.
    ///   - headers: sent with every request in addition to those that tell the tracer and the container.
    ///   - requestTimeout: how long one request may take, where nothing else is said.
    public init(
        address: AgentAddress,
        transport: any HTTPTransport,
        externalEnvironment: String? = nil,
        headers: [String: String] = [:],
        requestTimeout: Duration = TracingLimits().requestTimeout
    ) {
        self.address = address
        self.transport = transport
        self.requestTimeout = requestTimeout
        self.headers = HTTPFields(
            container: .current,
            externalEnvironment: externalEnvironment,
            additional: headers
        )
    }

    /// What the agent said about itself last; nil if it was not asked yet or has no such information.
    ///
    /// Asking costs a lock and nothing else: the agent is asked in the background while the ``TraceWriter`` runs.
    public var info: AgentInfo? { state.withLock { $0.info } }

    /// Whether the last request got no answer.
    package var isAway: Bool { silence != nil }

    /// Why the last request got no answer; nil if it got one.
    package var silence: HTTPTransportError.Code? { state.withLock { $0.silence } }

    /// Sends a request and gives the answer, whatever its status.
    ///
    /// - Parameters:
    ///   - path: an endpoint such as `/v0.4/traces`; a prefix of the address is put in front.
    ///   - headers: in addition to those of every request, and before them.
    public func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        headers: HTTPFields = [:],
        body: [UInt8]? = nil,
        timeout: Duration? = nil,
        maximumResponseBytes: Int = 1024 * 1024
    ) async throws(HTTPTransportError) -> HTTPTransportResponse {
        let timeout = timeout ?? requestTimeout
        let request = HTTPTransportRequest(
            method: method,
            url: address.url(path),
            headers: HTTPFields(headers + self.headers),
            body: body,
            timeouts: HTTPTimeouts(connect: min(timeout, .seconds(2)), total: timeout),
            maximumResponseBytes: maximumResponseBytes,
            unixSocketPath: address.socketPath
        )
        do {
            let response = try await transport.send(request)
            answered()
            return response
        } catch {
            // Of what did not go out for our own sake nothing is known.
            if error.isRetriable, error.code != .overloaded { state.withLock { $0.silence = error.code } }
            throw error
        }
    }

    /// Asks the agent now; what it said before stays if it does not answer.
    @discardableResult
    public func refreshInfo() async -> AgentInfo? {
        _ = await askInfo()
        return info
    }

    /// Asks the agent at once, then every minute, sooner while it does not answer and when it is back, until cancelled.
    func keepInformed() async {
        var wait = Self.firstWait
        while !Task.isCancelled {
            wait = await askInfo() ? Self.interval : min(wait * 2, Self.interval)
            await nap.wait(for: wait)
        }
    }

    private static let firstWait = Duration.seconds(1)
    private static let interval = Duration.seconds(60)

    /// Whether the agent has answered, be it that it has no information.
    private func askInfo() async -> Bool {
        let response: HTTPTransportResponse
        do {
            response = try await send(.get, "/info", maximumResponseBytes: 256 * 1024)
        } catch {
            return !error.isRetriable
        }
        switch response.status.code {
        case 200: state.withLock { $0.info = AgentInfo(answer: response.body) }
        case 400..<500 where response.status.code != 429: state.withLock { $0.info = nil }
        default: return false
        }
        return true
    }

    /// An agent that is back may be another one.
    private func answered() {
        let wasAway = state.withLock { state in
            defer { state.silence = nil }
            return state.silence != nil
        }
        if wasAway { nap.wake() }
    }
}

extension HTTPFields {
    /// What every request to the agent carries.
    fileprivate init(container: ContainerIdentity, externalEnvironment: String?, additional: [String: String]) {
        self = [
            AgentHeader.language: "swift",
            AgentHeader.languageVersion: TracerVersion.language,
            AgentHeader.interpreter: "swift",
            AgentHeader.tracerVersion: TracerVersion.tracer,
        ]
        self[AgentHeader.containerID] = container.containerID
        self[AgentHeader.entityID] = container.entityID
        self[AgentHeader.externalEnvironment] = externalEnvironment
        for (name, value) in additional {
            guard let name = HTTPField.Name(name) else { continue }
            self[name] = value
        }
    }
}
