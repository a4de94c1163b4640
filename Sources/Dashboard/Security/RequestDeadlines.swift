// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import NIOCore

/// Ends connections whose clients send what a request brings, or take its answer, too slowly: each keeps one of the places.
struct RequestDeadlines: RouterMiddleware {
    typealias Context = DashboardContext

    let bodyTimeout: Duration
    let responseTimeout: Duration

    func handle(
        _ request: Request,
        context: DashboardContext,
        next: @concurrent (Request, DashboardContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        // Where nobody reads the body, the connection ends.
        if Self.bringsBody(request) { context.bodyDeadline = Self.close(context.channel, after: bodyTimeout) }
        let deadline = Self.close(context.channel, after: responseTimeout)
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            deadline.cancel()
            throw error
        }
        // Streams bound themselves.
        guard response.headers[.contentType] != "text/event-stream" else {
            deadline.cancel()
            return response
        }
        let body = response.body
        response.body = ResponseBody(contentLength: body.contentLength) { writer in
            defer { deadline.cancel() }
            try await body.write(writer)
        }
        return response
    }

    private static func bringsBody(_ request: Request) -> Bool {
        request.headers[.transferEncoding] != nil || request.headers[.contentLength].map { $0 != "0" } ?? false
    }

    private static func close(_ channel: any Channel, after time: Duration) -> Scheduled<Void> {
        channel.eventLoop.scheduleTask(in: TimeAmount(time)) { channel.close(promise: nil) }
    }
}
