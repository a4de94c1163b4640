// SPDX-License-Identifier: Apache-2.0

import Hummingbird

extension HealthServer {
    var router: Router<BasicRequestContext> {
        let router = Router()
        router.get("/livez") { [vitals] _, _ in Self.response(to: vitals.liveness) }
        router.get("/readyz") { [vitals] _, _ in Self.response(to: vitals.readiness) }
        router.get("/metrics") { [metrics, process, queues] _, _ in
            let bytes = process.text() + metrics.text + (await queues.text())
            return Self.response(.ok, type: PrometheusText.contentType, bytes)
        }
        return router
    }

    private static func response(to report: HealthReport) -> Response {
        let status: HTTPResponse.Status = report.isWell ? .ok : .serviceUnavailable
        return response(status, type: "text/plain; charset=utf-8", Array(report.text.utf8))
    }

    private static func response(_ status: HTTPResponse.Status, type: String, _ bytes: [UInt8]) -> Response {
        Response(
            status: status,
            headers: [.contentType: type, .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }
}
