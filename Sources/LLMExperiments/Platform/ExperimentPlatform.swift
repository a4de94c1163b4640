// SPDX-License-Identifier: Apache-2.0

public import CurlHTTP
public import DatadogTracing
import HTTPTypes
import JSON

/// Datasets and experiments on Datadog's platform.
///
/// With both keys requests go there straight, else through the agent. What cannot be reached, is busy or fails is tried
/// again, even if nobody knows whether the first request arrived; other refusals are errors.
public final class ExperimentPlatform: Sendable {
    /// What it was made with.
    public let configuration: PlatformConfiguration
    private let route: Route
    private let retryDelay: @Sendable (_ tries: Int) -> Duration

    private enum Route: Sendable {
        case direct(any HTTPTransport, keys: HTTPFields)
        case agent(AgentClient)
    }

    /// The platform.
    ///
    /// - Parameters:
    ///   - agent: the way without keys.
    ///   - transport: the way with keys.
    ///   - retryDelay: how long to wait after so many tries.
    public init(
        configuration: PlatformConfiguration,
        agent: AgentClient?,
        transport: any HTTPTransport,
        retryDelay: @escaping @Sendable (_ tries: Int) -> Duration = { .seconds(Double.random(in: 0...Double($0))) }
    ) throws(ExperimentError) {
        self.configuration = configuration
        self.retryDelay = retryDelay
        if let apiKey = configuration.apiKey, let appKey = configuration.appKey {
            try configuration.checkOrigin()
            route = .direct(transport, keys: [Self.apiKey: apiKey, Self.appKey: appKey])
        } else if let agent {
            route = .agent(agent)
        } else {
            throw ExperimentError(
                .noPlatform,
                "There is no way to the platform: set DD_API_KEY and DD_APP_KEY, or name an agent that has a key."
            )
        }
    }

    /// Sends a request; gives the answer's `data`.
    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: JSONValue?,
        _ purpose: String
    ) async throws(ExperimentError) -> JSONValue {
        let bytes = body.map { JSONValue.object(["data": $0]).serialized() }
        var problem = ""
        for tries in 1...max(configuration.maximumTries, 1) {
            switch await attempt(method, path, bytes) {
            case .answer(let json): return json
            case .refused(let status):
                throw ExperimentError(
                    status == 404 ? .notFound : .platform,
                    "The platform refused \(purpose) with status \(status)\(Self.hint(status))."
                )
            case .failed(let error): throw failure(purpose, "\(error)")
            case .tryAgain(let reason): problem = reason
            }
            guard tries < configuration.maximumTries else { break }
            guard (try? await Task.sleep(for: retryDelay(tries))) != nil else { break }
        }
        guard !Task.isCancelled else { throw ExperimentError(.cancelled, "\(purpose): the request was cancelled.") }
        throw failure(purpose, problem)
    }

    private func failure(_ purpose: String, _ problem: String) -> ExperimentError {
        var hint = ""
        if case .agent = route {
            hint =
                " The way there is the agent, which needs an application key: to do without it set DD_API_KEY and DD_APP_KEY."
        }
        return ExperimentError(.platform, "The platform could not be asked for \(purpose): \(problem).\(hint)")
    }

    private static func hint(_ status: Int) -> String {
        status == 401 || status == 403 ? ": DD_API_KEY and DD_APP_KEY have to be valid for DD_SITE" : ""
    }

    private enum Answer {
        case answer(JSONValue)
        case refused(Int)
        case failed(HTTPTransportError)
        case tryAgain(String)
    }

    private func attempt(_ method: HTTPRequest.Method, _ path: String, _ body: [UInt8]?) async -> Answer {
        do {
            let response = try await request(method, path, body)
            switch response.status.code {
            case 200..<300: return .answer((try? JSONValue(parsing: response.body)) ?? .null)
            case 408, 429, 500...: return .tryAgain("it answered with status \(response.status.code)")
            default: return .refused(response.status.code)
            }
        } catch {
            // A cancelled request is told as such, below.
            return error.isRetriable || error.code == .cancelled ? .tryAgain("\(error)") : .failed(error)
        }
    }

    private func request(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: [UInt8]?
    ) async throws(HTTPTransportError) -> HTTPTransportResponse {
        let timeout = configuration.requestTimeout * (method == .get ? 2 : 1)
        var headers: HTTPFields = [.contentType: "application/json"]
        switch route {
        case .agent(let agent):
            headers[Self.subdomain] = "api"
            headers[Self.needsAppKey] = "true"
            return try await agent.send(
                method,
                "/evp_proxy/v2" + path,
                headers: headers,
                body: body,
                timeout: timeout,
                maximumResponseBytes: Self.maximumResponseBytes
            )
        case .direct(let transport, let keys):
            let origin = configuration.overrideOrigin ?? "https://api.\(configuration.site)"
            let request = HTTPTransportRequest(
                method: method,
                url: origin + path,
                headers: HTTPFields(headers + keys),
                body: body,
                timeouts: HTTPTimeouts(connect: min(timeout, .seconds(5)), total: timeout),
                maximumResponseBytes: Self.maximumResponseBytes
            )
            return try await transport.send(request)
        }
    }

    private static let maximumResponseBytes = 64 << 20
    // Constant names made of letters and hyphens are always field names.
    private static let apiKey = HTTPField.Name("DD-API-KEY")!
    private static let appKey = HTTPField.Name("DD-APPLICATION-KEY")!
    private static let subdomain = HTTPField.Name("X-Datadog-EVP-Subdomain")!
    private static let needsAppKey = HTTPField.Name("X-Datadog-NeedsAppKey")!
}
