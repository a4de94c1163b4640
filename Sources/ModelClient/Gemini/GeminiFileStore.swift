// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import JSON

/// Gemini's Files API, for files that are too large for a request.
///
/// https://ai.google.dev/gemini-api/docs/files. An upload that breaks off fails the call: whoever asks again decides about
/// that, and begins anew.
struct GeminiFileStore: Sendable {
    let transport: any HTTPTransport
    let baseURL: String
    let access: GeminiAccess
    let clock: any Clock<Duration>

    private static let longestPoll = Duration.seconds(8)

    /// Uploads a file; it may not be ready to be used yet.
    func upload(
        _ bytes: [UInt8],
        mediaType: String,
        by deadline: ContinuousClock.Instant
    ) async throws(ModelError) -> GeminiFile {
        let session = try await begin(bytes.count, mediaType, deadline)
        return try await send(bytes, to: session, deadline)
    }

    /// Asks after the file until it can be used.
    func waitUntilActive(
        _ file: GeminiFile,
        by deadline: ContinuousClock.Instant
    ) async throws(ModelError) -> GeminiFile {
        var file = file
        var wait = Duration.milliseconds(500)
        var waited = Duration.zero
        let limit = deadline - .now
        while file.state == .processing {
            guard waited + wait < limit else { throw .noTimeForUploads }
            try await pause(wait, by: deadline)
            waited += wait
            wait = min(wait * 2, Self.longestPoll)
            let request = HTTPTransportRequest(
                url: "\(baseURL)/v1beta/\(file.name)",
                headers: try await access.headers()
            )
            file = try Self.file(in: try JSONValue(answer: try await exchange(request, deadline)))
        }
        guard file.state == .active else {
            throw ModelError(.inputCorrupt, "the provider could not process an uploaded file")
        }
        return file
    }

    /// Deletes a file; one that is gone already is no failure.
    func delete(_ file: GeminiFile) async throws(ModelError) {
        let request = HTTPTransportRequest(
            method: .delete,
            url: "\(baseURL)/v1beta/\(file.name)",
            headers: try await access.headers()
        )
        do throws(ModelError) {
            _ = try await exchange(request, .now + .seconds(10))
        } catch {
            guard error.httpStatus == 404 || error.httpStatus == 403 else { throw error }
        }
    }

    // MARK: The resumable upload protocol

    /// Announces a file and gives the address to send it to.
    private func begin(
        _ byteCount: Int,
        _ mediaType: String,
        _ deadline: ContinuousClock.Instant
    ) async throws(ModelError) -> String {
        var headers = try await access.headers()
        headers[.contentType] = "application/json"
        headers[.upload("Protocol")] = "resumable"
        headers[.upload("Command")] = "start"
        headers[.upload("Header-Content-Length")] = "\(byteCount)"
        headers[.upload("Header-Content-Type")] = mediaType
        let description: JSONValue = [
            "file": ["mimeType": .string(mediaType), "sizeBytes": .integer(Int64(byteCount))]
        ]
        let request = HTTPTransportRequest(
            method: .post,
            url: "\(baseURL)/upload/v1beta/files",
            headers: headers,
            body: description.serialized()
        )
        let response = try await exchange(request, deadline)
        guard let session = response.headers[.upload("URL")] else {
            throw ModelError(.server, "the provider named no address to upload to", httpStatus: response.status.code)
        }
        return session
    }

    private func send(
        _ bytes: [UInt8],
        to session: String,
        _ deadline: ContinuousClock.Instant
    ) async throws(ModelError) -> GeminiFile {
        var request = HTTPTransportRequest(
            method: .post,
            url: session,
            headers: [.upload("Command"): "upload, finalize", .upload("Offset"): "0"]
        )
        request.body = bytes
        let response = try await exchange(request, deadline)
        guard response.headers[.upload("Status")] == "final" else {
            throw ModelError(.server, "the provider did not finish the upload", httpStatus: response.status.code)
        }
        return try Self.file(in: try JSONValue(answer: response)["file"] ?? .null)
    }

    private static func file(in value: JSONValue) throws(ModelError) -> GeminiFile {
        guard let file = GeminiFile(value) else {
            throw ModelError(.server, "the provider's description of an uploaded file is not readable")
        }
        return file
    }

    // MARK: Exchanges

    private func exchange(
        _ request: HTTPTransportRequest,
        _ deadline: ContinuousClock.Instant
    ) async throws(ModelError) -> HTTPTransportResponse {
        var request = request
        request.timeouts.total = max(.zero, deadline - .now)
        request.maximumResponseBytes = 1 << 20
        let response = try await transport.sendToProvider(request)
        guard response.status.kind == .successful else {
            throw GeminiDialect(sharesCapacity: false).failure(response)
        }
        return response
    }

    private func pause(_ wait: Duration, by deadline: ContinuousClock.Instant) async throws(ModelError) {
        guard ContinuousClock.now + wait < deadline else { throw .noTimeForUploads }
        do {
            try await clock.sleep(for: wait)
        } catch {
            throw ModelError(.workerShutdown, "the call was cancelled while waiting for an uploaded file")
        }
    }
}

extension ModelError {
    fileprivate static var noTimeForUploads: ModelError {
        ModelError(.timeout, "no time is left to wait for an uploaded file")
    }
}

extension HTTPField.Name {
    fileprivate static func upload(_ name: String) -> HTTPField.Name { HTTPField.Name("X-Goog-Upload-\(name)")! }
}
