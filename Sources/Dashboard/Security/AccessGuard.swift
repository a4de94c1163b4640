// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird

/// Lets those in who may: people without a session are led to the login, programs without a token are refused.
struct AccessGuard: RouterMiddleware {
    typealias Context = DashboardContext

    let doorkeeper: Doorkeeper

    func handle(
        _ request: Request,
        context: DashboardContext,
        next: @concurrent (Request, DashboardContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.peer = doorkeeper.peer(request.headers, connection: context.peer)
        if let wait = doorkeeper.delay(of: context.peer, request.headers) { throw Self.heldUp(wait) }
        context.visitor = doorkeeper.visitor(request.headers)
        let path = request.uri.path
        guard context.visitor == .stranger, path != "/login", !path.hasPrefix(Assets.prefix) else {
            return try await next(request, context)
        }
        if request.method == .get, !path.hasPrefix("/api/"), path != "/events" { return .seeOther("/login") }
        var problem = Problem(.unauthorized, "Not logged in", "Log in, or send the token as bearer token.")
        problem.headers[.wwwAuthenticate] = "Bearer realm=\"dashboard\""
        throw problem
    }

    private static func heldUp(_ wait: Duration) -> Problem {
        let seconds = max(Int((wait / .seconds(1)).rounded(.up)), 1)
        var problem = Problem(.tooManyRequests, "Too many wrong tokens", "Try again in \(seconds) seconds.")
        problem.headers[.retryAfter] = "\(seconds)"
        return problem
    }
}
