// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird

/// Answers only requests for this dashboard. A page elsewhere can make its own name lead here, but not its browser say
/// another name: addresses, which no name stands behind, and known names pass.
struct HostGuard: RouterMiddleware {
    typealias Context = DashboardContext

    let names: Set<String>

    init(_ configuration: DashboardConfiguration) {
        var names = Set(configuration.hostNames.map { $0.lowercased() })
        names.formUnion(["localhost", configuration.host.lowercased()])
        self.names = names
    }

    func handle(
        _ request: Request,
        context: DashboardContext,
        next: @concurrent (Request, DashboardContext) async throws -> Response
    ) async throws -> Response {
        guard let authority = request.head.authority, isOurs(authority) else {
            throw Problem(
                .misdirectedRequest,
                "Not this host",
                "The dashboard is asked for by address, as localhost, or by a name given with --host-name."
            )
        }
        return try await next(request, context)
    }

    private func isOurs(_ authority: String) -> Bool {
        guard let host = Authority(authority)?.host else { return false }
        return Authority.isAddress(host) || names.contains(host)
    }
}
