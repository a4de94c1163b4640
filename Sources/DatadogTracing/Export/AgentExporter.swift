// SPDX-License-Identifier: Apache-2.0

public import CurlHTTP
import HTTPTypes
public import Logging

/// Sends chunks to a Datadog agent (`/v0.4/traces`, MessagePack) and passes on the rates that the agent answers with.
///
/// Failed connections and the statuses 408, 429 and 5xx are tried again after 100, 200 and 400 ms; other refusals are
/// final. What could not be sent is counted.
public final class AgentExporter: TraceExporter {
    private let address: AgentAddress
    private let transport: any HTTPTransport
    private let sampler: AgentRateSampler?
    private let maximumPayloadBytes: Int
    private let extraHeaders: HTTPFields
    private let retryDelays: [Duration]
    private let logger: Logger

    /// The time one try may take.
    private static let timeouts = HTTPTimeouts(connect: .seconds(2), total: .seconds(5))

    /// An exporter to the agent at `address`.
    ///
    /// - Parameters:
    ///   - sampler: takes the rates of the agent's answers.
    ///   - headers: sent with every request in addition to the tracer's own.
    public init(
        address: AgentAddress,
        transport: any HTTPTransport,
        sampler: AgentRateSampler?,
        maximumPayloadBytes: Int = TracingLimits().maximumPayloadBytes,
        headers: [String: String] = [:],
        retryDelays: [Duration] = [.milliseconds(100), .milliseconds(200), .milliseconds(400)],
        logger: Logger
    ) {
        self.address = address
        self.transport = transport
        self.sampler = sampler
        self.maximumPayloadBytes = maximumPayloadBytes
        self.extraHeaders = Self.fields(headers)
        self.retryDelays = retryDelays
        self.logger = logger
    }

    /// Sends the chunks in as many requests as their size asks for.
    public func export(_ chunks: [TraceChunk], statistics: TracingStatistics) async {
        var batch: [TraceChunk] = []
        var size = 0
        for chunk in chunks {
            let chunkSize = chunk.estimatedSize
            guard chunkSize <= maximumPayloadBytes else {
                statistics.dropped(.payloadTooLarge, [chunk])
                continue
            }
            if size + chunkSize > maximumPayloadBytes {
                await send(batch, statistics)
                batch = []
                size = 0
            }
            batch.append(chunk)
            size += chunkSize
        }
        await send(batch, statistics)
    }

    private func send(_ batch: [TraceChunk], _ statistics: TracingStatistics) async {
        guard !batch.isEmpty else { return }
        let request = request(for: batch)
        var outcome = await attempt(request, statistics)
        for delay in retryDelays where outcome == .tryAgain {
            guard (try? await Task.sleep(for: delay)) != nil else { break }
            outcome = await attempt(request, statistics)
        }
        switch outcome {
        case .accepted: statistics.sent(batch)
        case .refused: statistics.dropped(.rejected, batch)
        case .tryAgain: statistics.dropped(.sendFailed, batch)
        }
    }

    private enum Outcome {
        case accepted
        case refused
        case tryAgain
    }

    private func attempt(_ request: HTTPTransportRequest, _ statistics: TracingStatistics) async -> Outcome {
        do {
            let response = try await transport.send(request)
            let outcome = Self.outcome(of: response.status)
            statistics.requested(failed: outcome != .accepted)
            if outcome == .accepted {
                sampler?.update(agentAnswer: response.body)
            } else {
                logger.debug("traces refused", metadata: ["http.status": "\(response.status.code)"])
            }
            return outcome
        } catch {
            statistics.requested(failed: true)
            logger.debug("traces not sent", metadata: ["error.type": "\(error.code)"])
            return .tryAgain
        }
    }

    private static func outcome(of status: HTTPResponse.Status) -> Outcome {
        switch status.code {
        case 200..<300: .accepted
        case 408, 429, 500...: .tryAgain
        default: .refused
        }
    }

    private func request(for batch: [TraceChunk]) -> HTTPTransportRequest {
        var headers = Self.commonHeaders
        headers[Self.traceCount] = String(batch.count)
        headers.append(contentsOf: extraHeaders)
        return HTTPTransportRequest(
            method: .post,
            url: address.url("/v0.4/traces"),
            headers: headers,
            body: MessagePackWriter.payload(batch),
            timeouts: Self.timeouts,
            maximumResponseBytes: 1024 * 1024,
            unixSocketPath: address.socketPath
        )
    }

    // A constant name made of letters and hyphens is always a field name.
    private static let traceCount = HTTPField.Name("X-Datadog-Trace-Count")!

    private static let commonHeaders = fields([
        "Content-Type": "application/msgpack",
        "Datadog-Meta-Lang": "swift",
        "Datadog-Meta-Lang-Version": swiftVersion,
        "Datadog-Meta-Lang-Interpreter": "swift",
        "Datadog-Meta-Tracer-Version": tracerVersion,
        "Datadog-Client-Computed-Top-Level": "true",
        "Datadog-Send-Real-Http-Status": "1",
    ])

    private static func fields(_ headers: [String: String]) -> HTTPFields {
        var fields = HTTPFields()
        for (name, value) in headers {
            guard let name = HTTPField.Name(name) else { continue }
            fields[name] = value
        }
        return fields
    }

    private static let tracerVersion = "0.1.0"

    #if compiler(>=6.4)
    private static let swiftVersion = "6.4"
    #elseif compiler(>=6.3)
    private static let swiftVersion = "6.3"
    #else
    private static let swiftVersion = "6.2"
    #endif
}
