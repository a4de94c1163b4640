// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import NIOCore

/// Lets only those requests change anything that a page of ours, or a program with the token, has sent.
struct ChangeGuard: RouterMiddleware {
    typealias Context = DashboardContext

    let doorkeeper: Doorkeeper
    let isReadOnly: Bool

    /// An edited envelope, each byte of which may take three in a form.
    private static let maximumBody = 4 << 20
    private static let maximumStrangersBody = 4 << 10

    func handle(
        _ request: Request,
        context: DashboardContext,
        next: @concurrent (Request, DashboardContext) async throws -> Response
    ) async throws -> Response {
        guard request.method != .get, request.method != .head else {
            guard Self.isOfOurSite(request) || Self.isNavigation(request) else {
                throw Self.forged("Pages of other sites may lead here, but show or ask for nothing of this one.")
            }
            return try await next(request, context)
        }
        let path = request.uri.path
        guard !isReadOnly || path == "/login" || path == "/logout" else {
            throw Problem(.forbidden, "Read-only", "This dashboard shows everything and changes nothing.")
        }
        guard Self.isOfOurSite(request) else { throw Self.forged("The request comes from another site.") }
        var context = context
        context.body = try await body(of: request, context)
        context.bodyDeadline?.cancel()
        if path.hasPrefix("/api/") {
            try checkProgram(request, context)
        } else {
            context.form = FormFields(parsing: String(decoding: context.body, as: UTF8.self))
            guard doorkeeper.isOwn(context.form["csrf"], of: context.visitor) else {
                throw Self.forged("The form is too old. Load the page again, then repeat what you did.")
            }
        }
        return try await next(request, context)
    }

    /// What browsers say of where a request comes from, and other programs leave out. Under our policy of no referrers,
    /// `Origin` may be `null`.
    static func isOfOurSite(_ request: Request) -> Bool {
        if let site = request.headers[fetchSite] { return site == "same-origin" || site == "none" }
        guard let origin = request.headers[.origin], origin != "null" else { return true }
        let host = origin.split(separator: "/", omittingEmptySubsequences: false).last.map(String.init) ?? ""
        return Authority(host) == request.head.authority.flatMap(Authority.init)
    }

    private static func isNavigation(_ request: Request) -> Bool { request.headers[fetchMode] == "navigate" }

    // The names are constants that are valid.
    private static let fetchMode = HTTPField.Name("Sec-Fetch-Mode")!
    private static let fetchSite = HTTPField.Name("Sec-Fetch-Site")!

    /// Other sites' pages cannot send JSON here, nor a bearer token; a cookie alone is no proof.
    private func checkProgram(_ request: Request, _ context: DashboardContext) throws(Problem) {
        guard context.visitor == .local || context.visitor == .bearer else {
            throw Self.forged("Changes by the API need the token as bearer token.")
        }
        // What is not a POST, no form can send.
        let type = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased()
        guard request.method != .post || type == "application/json" else {
            throw Problem(.unsupportedMediaType, "Not JSON", "Changes by the API are application/json.")
        }
    }

    private func body(of request: Request, _ context: DashboardContext) async throws -> [UInt8] {
        let limit = context.visitor == .stranger ? Self.maximumStrangersBody : Self.maximumBody
        do {
            return Array(try await request.body.collect(upTo: limit).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw Problem(.contentTooLarge, "Too large", "The request is larger than \(limit) bytes.")
        }
    }

    private static func forged(_ detail: String) -> Problem { Problem(.forbidden, "Refused", detail) }
}
