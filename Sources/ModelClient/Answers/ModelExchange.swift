// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import JSON

/// Sends one question and reads its answer, whole or streamed.
struct ModelExchange<Dialect: ModelDialect>: Sendable {
    let transport: any HTTPTransport
    let dialect: Dialect

    /// Sends the request as it is; the timeouts and bounds of the question are added.
    func run(_ wire: HTTPTransportRequest, for request: ModelRequest) async throws(ModelError) -> ModelResponse {
        var wire = wire
        wire.maximumResponseBytes = Self.maximumResponseBytes
        wire.timeouts.total = request.timeLimit
        guard let streaming = request.streaming else {
            return try await whole(wire, request)
        }
        wire.timeouts.firstByte = streaming.firstByte
        wire.timeouts.idle = streaming.idle
        return try await streamed(wire, request)
    }

    private func whole(_ wire: HTTPTransportRequest, _ request: ModelRequest) async throws(ModelError) -> ModelResponse
    {
        let response: HTTPTransportResponse
        do throws(HTTPTransportError) {
            response = try await transport.send(wire)
        } catch {
            throw interruption(error, AnswerDraft(), request, wire.timeouts.total)
        }
        guard response.status.kind == .successful else { throw dialect.failure(response) }
        var draft = AnswerDraft()
        draft.noteRequestID(response.providerRequestID)
        do throws(ModelError) {
            dialect.read(whole: try JSONValue(answer: response), into: &draft)
        } catch {
            throw error.using(request.largestUsage)
        }
        return try draft.withUsage(of: request).response(to: request, httpStatus: response.status.code, dialect)
    }

    private func streamed(
        _ wire: HTTPTransportRequest,
        _ request: ModelRequest
    ) async throws(ModelError) -> ModelResponse {
        let stream = AnswerStream(dialect)
        var wire = wire
        wire.sink = stream
        let response: HTTPTransportResponse
        do throws(HTTPTransportError) {
            response = try await transport.send(wire)
        } catch {
            throw interruption(error, stream.draft, request, wire.timeouts.total)
        }
        guard response.status.kind == .successful else { throw dialect.failure(response) }
        stream.finish()
        var draft = stream.draft
        if draft.requestID == nil { draft.noteRequestID(response.providerRequestID) }
        guard draft.finishReason != nil || draft.blockReason != nil || draft.failure != nil else {
            throw draft.withUsage(ofCut: request)
                .error(.incomplete, "the answer broke off before the model had finished", response.status.code)
        }
        return try draft.withUsage(of: request).response(to: request, httpStatus: response.status.code, dialect)
    }

    /// What the end of an answer means that the transport calls a failure.
    private func interruption(
        _ error: HTTPTransportError,
        _ draft: AnswerDraft,
        _ request: ModelRequest,
        _ timeout: Duration
    ) -> ModelError {
        var failure = draft.failure ?? ModelError(transport: error, timeout: timeout)
        if failure.errorClass == .server, draft.failure == nil, !draft.text.isEmpty {
            failure = ModelError(.incomplete, "the answer broke off before the model had finished: \(error.message)")
        }
        failure.requestID = failure.requestID ?? draft.requestID
        failure.answer = draft.text.isEmpty ? nil : draft.text
        failure.usage = error.requestMayHaveArrived ? draft.withUsage(ofCut: request).usage : draft.usage
        return failure
    }

    /// The longest answer that is read; a JSON answer of 65,536 tokens is far below.
    private static var maximumResponseBytes: Int { 16 << 20 }
}

extension ModelError {
    fileprivate func using(_ usage: TokenUsage) -> ModelError {
        var error = self
        error.usage = usage
        return error
    }
}

extension AnswerDraft {
    /// The answer with its tokens; where the provider did not tell any, all that the call may have used.
    fileprivate func withUsage(of request: ModelRequest) -> AnswerDraft {
        guard usage == .zero else { return self }
        var draft = self
        draft.usage = request.largestUsage
        return draft
    }

    /// The same of one that was cut off: providers tell the tokens at the end. What had come tells by its length what it
    /// cost; where nothing had, the model may have been at it all the time.
    fileprivate func withUsage(ofCut request: ModelRequest) -> AnswerDraft {
        guard !text.isEmpty else { return withUsage(of: request) }
        var draft = self
        draft.usage.prompt = max(usage.prompt, usage.prompt == 0 ? request.estimatedPromptTokens : 0)
        draft.usage.completion = max(usage.completion, text.utf8.count / 4)
        draft.usage.total = max(usage.total, draft.usage.prompt + draft.usage.completion + usage.thinking)
        draft.usage.isEstimated = true
        return draft
    }
}
