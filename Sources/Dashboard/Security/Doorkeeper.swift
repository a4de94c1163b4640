// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird

/// Tells who sends a request, and what only they can send with a form.
final class Doorkeeper: Sendable {
    /// Browsers take the prefixed name only over TLS and for this host alone: no neighbouring name can plant its own cookie.
    private var cookie: String { (isBehindTLS ? "__Host-" : "") + "vote_extractor_dashboard" }

    let sessions = Sessions()
    let limiter: LoginLimiter
    private let secret = Secret()
    private let token: String?
    private let isBehindTLS: Bool

    init(_ configuration: DashboardConfiguration, limiter: LoginLimiter = LoginLimiter()) {
        token = configuration.token
        isBehindTLS = configuration.isBehindTLS
        self.limiter = limiter
    }

    /// Whether people have to log in.
    var asksForToken: Bool { token != nil }

    /// Who sends a request.
    func visitor(_ headers: HTTPFields) -> Visitor {
        guard let token else { return .local }
        if let given = Self.bearerToken(headers) { return secret.equal(given, token) ? .bearer : .stranger }
        let ids = headers[values: .cookie].flatMap { $0.split(separator: ";") }.compactMap(session)
        return ids.first(where: sessions.isOpen).map { .session($0) } ?? .stranger
    }

    /// The token that a program sends. Other kinds of authorization are a proxy's.
    static func bearerToken(_ headers: HTTPFields) -> String? {
        let parts = headers[.authorization]?.split(separator: " ", maxSplits: 1) ?? []
        return parts.count == 2 && parts[0].lowercased() == "bearer" ? String(parts[1]) : nil
    }

    /// How long a peer has to wait that sends a token, right or wrong; nil if it may try.
    func delay(of peer: String, _ headers: HTTPFields) -> Duration? {
        guard asksForToken, Self.bearerToken(headers) != nil else { return nil }
        if let wait = limiter.attempt(by: peer) { return wait }
        if visitor(headers) == .bearer { limiter.succeeded(peer) }
        return nil
    }

    /// Where a request comes from: behind a proxy, what the proxy says last.
    func peer(_ headers: HTTPFields, connection: String) -> String {
        guard isBehindTLS, let field = Self.forwardedFor, let told = headers[values: field].last else {
            return connection
        }
        return told.split(separator: ",").last.map { String($0.drop { $0 == " " }.prefix(64)) } ?? connection
    }

    private static let forwardedFor = HTTPField.Name("X-Forwarded-For")

    private func session(_ pair: Substring) -> String? {
        let parts = pair.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, parts[0].drop(while: { $0 == " " }) == cookie else { return nil }
        return String(parts[1])
    }

    /// Whether this is the token.
    func accepts(_ given: String) -> Bool { token.map { secret.equal(given, $0) } ?? false }

    /// The header that makes a browser part of a session, or with nil, not any more.
    func setCookie(_ session: String?) -> String {
        let age = session == nil ? "; Max-Age=0" : ""
        let secure = isBehindTLS ? "; Secure" : ""
        return "\(cookie)=\(session ?? ""); Path=/; HttpOnly; SameSite=Strict\(secure)\(age)"
    }

    /// What forms of a visitor's pages carry, and nobody else knows.
    func formToken(of visitor: Visitor) -> String {
        switch visitor {
        case .session(let id): secret.seal("session:\(id)")
        case .local: secret.seal("local")
        case .stranger, .bearer: secret.seal("login")
        }
    }

    /// Whether a form comes from a page of ours.
    func isOwn(_ formToken: String?, of visitor: Visitor) -> Bool {
        secret.equal(formToken ?? "", self.formToken(of: visitor))
    }
}
