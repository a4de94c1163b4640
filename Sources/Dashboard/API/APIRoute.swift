// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird

/// One operation of the API.
struct APIRoute: Sendable {
    let method: HTTPRequest.Method
    /// Below `/api/v1`, with parameters as OpenAPI writes them.
    let path: String
    let handler: @Sendable (Request, DashboardContext) async throws -> Response
}
