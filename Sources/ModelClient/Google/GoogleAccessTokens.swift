// SPDX-License-Identifier: Apache-2.0

public import CurlHTTP
import FoundationEssentials
import HTTPTypes
import JSON

/// Access tokens of a service account or of the machine, each used until shortly before it runs out.
///
/// Callers that come together share one request for a new token.
public actor GoogleAccessTokens: AccessTokenSource {
    private struct Token {
        let value: String
        let expiresAt: Int64
    }

    private enum Origin {
        case account(GoogleServiceAccount)
        case metadataServer(host: String)
    }

    private let origin: Origin
    private let transport: any HTTPTransport
    private let now: @Sendable () -> Int64
    private var current: Token?
    private var request: Task<Result<Token, ModelError>, Never>?

    private static let scope = "https://www.googleapis.com/auth/cloud-platform"
    private static let encodedScope = "https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fcloud-platform"

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
        self.init(.account(account), transport, now)
    }

    /// Makes a source that asks the metadata server, which machines and pods of Google Cloud have: no key is kept there.
    ///
    /// - Parameters:
    ///   - metadataHost: The server's host, and its port if it is not 80, such as `metadata.google.internal`.
    ///   - transport: The way out, which must allow plain HTTP; a guarded one must allow the host.
    ///   - now: Seconds since 1970; the system's when nil.
    public init(
        metadataHost: String,
        transport: any HTTPTransport,
        now: (@Sendable () -> Int64)? = nil
    ) {
        self.init(.metadataServer(host: metadataHost), transport, now)
    }

    private init(_ origin: Origin, _ transport: any HTTPTransport, _ now: (@Sendable () -> Int64)?) {
        self.origin = origin
        self.transport = transport
        self.now = now ?? { Int64(Date.now.timeIntervalSince1970) }
    }

    /// A token with less time than this is replaced. The metadata server gives the same one until four minutes before.
    private var leastSeconds: Int64 {
        switch origin {
        case .account: 300
        case .metadataServer: 225
        }
    }

    /// The current token, or a new one when that is about to run out.
    public func token() async throws(ModelError) -> String {
        if let current, current.expiresAt - now() >= leastSeconds { return current.value }
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
        switch origin {
        case .account(let account): try Self.wireRequest(account, issuedAt: issuedAt)
        case .metadataServer(let host):
            HTTPTransportRequest(
                url:
                    "http://\(host)/computeMetadata/v1/instance/service-accounts/default/token?scopes=\(Self.encodedScope)",
                headers: [.metadataFlavor: "Google"],
                timeouts: HTTPTimeouts(total: .seconds(20)),
                maximumResponseBytes: 1 << 20
            )
        }
    }

    private static func wireRequest(
        _ account: GoogleServiceAccount,
        issuedAt: Int64
    ) throws(ModelError) -> HTTPTransportRequest {
        let assertion = try account.assertion(issuedAt: issuedAt, scope: scope)
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

extension HTTPField.Name {
    /// Shows the metadata server that no browser was led there.
    fileprivate static var metadataFlavor: HTTPField.Name { HTTPField.Name("Metadata-Flavor")! }
}
