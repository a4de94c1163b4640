// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import Logging

extension Site {
    func loginPage(
        _ context: DashboardContext,
        status: HTTPResponse.Status = .ok,
        notice: Notice? = nil
    ) -> Response {
        guard context.visitor == .stranger else { return .seeOther("/") }
        return page("login", "Log in", tab: nil, context: context, status: status, notice: notice, view: ())
    }

    func logIn(_ context: DashboardContext) throws -> Response {
        guard context.visitor == .stranger else { return .seeOther("/") }
        if let wait = doorkeeper.limiter.attempt(by: context.peer) {
            let seconds = max(Int((wait / .seconds(1)).rounded(.up)), 1)
            logger.warning("logins are held up after wrong tokens", metadata: ["peer": "\(context.peer)"])
            var response = loginPage(
                context,
                status: .tooManyRequests,
                notice: Notice("Too many wrong tokens. Try again in \(seconds) seconds.", isBad: true)
            )
            response.headers[.retryAfter] = "\(seconds)"
            return response
        }
        guard doorkeeper.accepts(context.form["token"] ?? "") else {
            logger.warning("a login had a wrong token", metadata: ["peer": "\(context.peer)"])
            return loginPage(context, status: .unauthorized, notice: Notice("This is not the token.", isBad: true))
        }
        doorkeeper.limiter.succeeded(context.peer)
        return redirect(to: "/", cookie: doorkeeper.setCookie(doorkeeper.sessions.begin()))
    }

    func logOut(_ context: DashboardContext) -> Response {
        if case .session(let id) = context.visitor { doorkeeper.sessions.end(id) }
        return redirect(to: "/login", cookie: doorkeeper.setCookie(nil))
    }

    private func redirect(to location: String, cookie: String) -> Response {
        var response = Response.seeOther(location)
        response.headers[.setCookie] = cookie
        return response
    }
}
