// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import JSON
import NIOCore
import ServiceLifecycle

extension Site {
    /// Proxies and browsers give a silent stream up.
    private static let heartbeat = Duration.seconds(15)
    /// Browsers come again by themselves.
    private static let longestStream = Duration.seconds(3600)
    private static let lastEventID = HTTPField.Name("Last-Event-ID")!

    /// Tells a page when there is something new, as server-sent events: newer than the revision that it shows (`since`) or,
    /// when the stream had broken off, than the last one that it was told of.
    func events(_ request: Request, _ context: DashboardContext) throws(Problem) -> Response {
        guard let place = places.take() else {
            var problem = Problem(.serviceUnavailable, "Too many pages", "Too many pages are kept up to date already.")
            problem.headers[.retryAfter] = "60"
            throw problem
        }
        let visitor = context.visitor
        let told = request.headers[Self.lastEventID] ?? FormFields(parsing: request.uri.query ?? "")["since"]
        let revision = told.flatMap { Int($0) } ?? context.revision
        let body = ResponseBody { writer in
            defer { withExtendedLifetime(place) {} }
            try await stream(to: &writer, since: revision, visitor)
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: [.contentType: "text/event-stream"], body: body)
    }

    @concurrent
    private func stream(
        to writer: inout any ResponseBodyWriter,
        since known: Int,
        _ visitor: Visitor
    ) async throws {
        let end = ContinuousClock.now + Self.longestStream
        var revision = known
        var lastWrite = ContinuousClock.now
        try await writer.write(ByteBuffer(string: "retry: 5000\n: welcome\n\n"))
        while !Task.isCancelled, !Task.isShuttingDownGracefully, .now < end, isStillIn(visitor) {
            let latest = sampler.revision
            if latest != revision {
                revision = latest
                lastWrite = .now
                try await writer.write(ByteBuffer(string: "event: changed\nid: \(latest)\ndata: \(latest)\n\n"))
            } else if .now - lastWrite >= Self.heartbeat {
                lastWrite = .now
                try await writer.write(ByteBuffer(string: ": heartbeat\n\n"))
            }
            try await Task.sleep(for: configuration.sampleInterval)
        }
    }

    private func isStillIn(_ visitor: Visitor) -> Bool {
        guard case .session(let id) = visitor else { return true }
        return doorkeeper.sessions.isOpen(id)
    }
}
