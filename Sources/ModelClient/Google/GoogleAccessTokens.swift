// SPDX-License-Identifier: Apache-2.0

public import CurlHTTP
import FoundationEssentials
import HTTPTypes
import JSON

/// Access tokens of a service account, each used until shortly before it runs out.
///
/// Callers that come together share one request for a new token.
public actor GoogleAccessTokens: AccessTokenSource {
    private struct Token {
        let value: String
        let expiresAt: Int64
    }

    private let account: GoogleServiceAccount
    private let transport: any HTTPTransport
    private let now: @Sendable () -> Int64
    private var current: Token?
    private var request: Task<Result<Token, ModelError>, Never>?

    /// A token with less time than this is replaced.
    private static let leastSeconds: Int64 = 300
    private static let scope = "https://www.googleapis.com/auth/cloud-platform"

    /// Makes a source.
    ///
    /// - Parameters:
    ///   - account: Whose tokens these are.
    ///   - transport: The way out; a guarded one must allow the host of the account's token endpoint.
    ///   - now: Seconds since 1970; the system's when nil.
    public init(
        account: GoogleServiceAccount,
        transport: any HTTPTransport,
        now: (@Sendable () -> Int64)? = nil
    ) {
        self.account = account
        self.transport = transport
        self.now = now ?? { Int64(Date.now.timeIntervalSince1970) }
    }

    /// The current token, or a new one when that is about to run out.
    public func token() async throws(ModelError) -> String {
        if let current, current.expiresAt - now() >= Self.leastSeconds { return current.value }
        let request = request ?? Task { await fetch() }
        self.request = request
        let result = await request.value
        if self.request == request { self.request = nil }
        let token = try result.get()
        current = token
        return token.value
    }

    /// Forgets the current token.
    public func discard() {
        current = nil
    }

    private func fetch() async -> Result<Token, ModelError> {
        do throws(ModelError) {
            let issuedAt = now()
            let response = try await transport.sendToProvider(try wireRequest(issuedAt: issuedAt))
            guard response.status.kind == .successful else { return .failure(Self.refusal(response)) }
            let body = try JSONValue(answer: response)
            guard let value = body["access_token"]?.stringValue, let lifetime = body["expires_in"]?.intValue else {
                return .failure(ModelError(.server, "the token endpoint's answer holds no access token"))
            }
            return .success(Token(value: value, expiresAt: issuedAt + Int64(min(max(0, lifetime), 86_400))))
        } catch {
            return .failure(error)
        }
    }

    private func wireRequest(issuedAt: Int64) throws(ModelError) -> HTTPTransportRequest {
        let assertion = try account.assertion(issuedAt: issuedAt, scope: Self.scope)
        let grant = "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer"
        return HTTPTransportRequest(
            method: .post,
            url: account.tokenURL,
            headers: [.contentType: "application/x-www-form-urlencoded"],
            body: Array("grant_type=\(grant)&assertion=\(assertion)".utf8),
            timeouts: HTTPTimeouts(total: .seconds(20)),
            maximumResponseBytes: 1 << 20
        )
    }

    /// OAuth tells what is wrong with the account by a word (RFC 6749, 5.2).
    private static func refusal(_ response: HTTPTransportResponse) -> ModelError {
        let status = response.status.code
        let word = (try? JSONValue(parsing: response.body))?["error"]?.stringValue
        let errorClass: ErrorClass = (400..<500).contains(status) && status != 429 ? .auth : .init(httpStatus: status)
        return ProviderFailure(
            httpStatus: status,
            code: ProviderFailure.short(word),
            errorClass: errorClass,
            notes: ["for a service account's token"],
            retryAfter: response.headers[.retryAfter].flatMap(RetryAfter.parse)
        ).error
    }
}
