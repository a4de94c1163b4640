// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import ModelClient

/// Gets a file over HTTP; which addresses may be reached is the transport's guard to decide.
struct WebFetcher: Sendable {
    let configuration: FetchConfiguration
    let transport: any HTTPTransport
    let waiting: Waiting
    let breakers: HostBreakers

    func fetch(
        _ url: String,
        maximumBytes: Int,
        within limit: FileLimit
    ) async throws(ExtractionError) -> [UInt8] {
        let request = HTTPTransportRequest(method: .get, url: url, maximumRedirects: configuration.maximumRedirects)
        return try await retrying { () throws(ExtractionError) in
            let response = try await response(to: request, maximumBytes, within: limit)
            guard response.status.code == 200 else { throw failure(status: response.status.code) }
            return response.body
        }
    }

    /// Asks up to four times with short waits: stores often fail for an instant.
    func retrying(
        _ ask: nonisolated(nonsending) () async throws(ExtractionError) -> [UInt8]
    ) async throws(ExtractionError) -> [UInt8] {
        var retries = 0
        while true {
            do throws(ExtractionError) {
                return try await ask()
            } catch {
                // Who is to be left alone is not asked in a moment either.
                guard error.retryAfter == nil, retries < error.policy.sameModelRetries else { throw error }
                retries += 1
                try await waiting.sleep(waiting.jittered(.milliseconds(100) * (1 << retries)), stage: .fetch)
            }
        }
    }

    /// Sends the request within the limits of files; the body of an answer with success counts towards the job's.
    func response(
        to request: HTTPTransportRequest,
        _ maximumBytes: Int,
        within limit: FileLimit
    ) async throws(ExtractionError) -> HTTPTransportResponse {
        let body = FileBody(within: limit)
        var request = request
        request.sink = body
        request.timeouts = HTTPTimeouts(total: configuration.timeout)
        request.maximumResponseBytes = maximumBytes
        try breakers.admit(request.url)
        do throws(HTTPTransportError) {
            var response = try await transport.send(request)
            if response.status.kind == .successful { response.body = body.finish() }
            let isFailing = failure(status: response.status.code).errorClass == .inputTransient
            breakers.record(isFailing ? .inputTransient : nil, request.url)
            return response
        } catch {
            body.drop()
            let failure = error.code == .stopped ? limit.exceeded : failure(error, maximumBytes)
            breakers.record(failure.errorClass == .inputTooLarge ? nil : failure.errorClass, request.url)
            throw failure
        }
    }

    func failure(status: Int) -> ExtractionError {
        let errorClass: ErrorClass =
            switch status {
            case 404, 410: .inputNotFound
            case 401, 403: .inputForbidden
            case 408, 425, 429, 500...: .inputTransient
            default: .inputUnsupported
            }
        return ExtractionError(errorClass, "the file's server answered \(status)", stage: .fetch)
    }

    private func failure(_ error: HTTPTransportError, _ maximumBytes: Int) -> ExtractionError {
        switch error.code {
        case .responseTooLarge:
            return FileLimit.error(bytes: nil, maximum: maximumBytes)
        case .addressRefused:
            return ExtractionError(.inputRefused, "the address is not allowed: \(error.message)", stage: .fetch)
        case .invalidURL, .tooManyRedirects:
            return ExtractionError(.inputUnsupported, "the address cannot be used: \(error.message)", stage: .fetch)
        case .cancelled, .shutDown:
            return ExtractionError(.workerShutdown, "the run was cancelled while fetching", stage: .fetch)
        case .overloaded:
            return ExtractionError(
                .workerOverloaded,
                "the file's server was not asked: \(error.message)",
                stage: .fetch
            )
        default:
            return ExtractionError(.inputTransient, "the file's server failed: \(error.message)", stage: .fetch)
        }
    }
}
