// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import JSON
import NIOCore

extension Site {
    static let apiPrefix = "/api/v1"

    /// All operations of the API. `openapi.json` describes each; a test compares them.
    var apiRoutes: [APIRoute] {
        [
            APIRoute(method: .get, path: "/openapi.json") { _, _ in Self.description },
            APIRoute(method: .get, path: "/queue") { _, _ in try await apiQueue() },
            APIRoute(method: .put, path: "/queue/mode") { _, context in try await apiSetMode(context) },
            APIRoute(method: .get, path: "/scale") { _, _ in try await apiScale() },
            APIRoute(method: .get, path: "/gates") { _, _ in try await apiGates() },
            APIRoute(method: .get, path: "/workers") { request, _ in try await apiWorkers(request) },
            APIRoute(method: .put, path: "/workers/quiet") { _, context in try await apiQuietWorker(context) },
            APIRoute(method: .get, path: "/job") { request, _ in try await apiJob(request) },
            APIRoute(method: .get, path: "/jobs") { request, _ in try await apiJobs(request) },
            APIRoute(method: .post, path: "/jobs/run") { _, context in try await apiRunJobs(context) },
            APIRoute(method: .post, path: "/jobs/cancel") { _, context in try await apiCancel(context) },
            APIRoute(method: .put, path: "/reviews") { _, context in try await apiReview(context) },
            APIRoute(method: .get, path: "/results") { request, _ in try await apiResults(request) },
            APIRoute(method: .get, path: "/dead") { request, _ in try await apiDead(request) },
            APIRoute(method: .get, path: "/dead/groups") { request, _ in try await apiGroups(request) },
            APIRoute(method: .get, path: "/dead/{id}") { _, context in try await apiLetter(context) },
            APIRoute(method: .put, path: "/dead/{id}/job") { _, context in try await apiEdit(context) },
            APIRoute(method: .post, path: "/dead/{id}/retry") { _, context in try await apiRetry(context) },
            APIRoute(method: .delete, path: "/dead/{id}") { _, context in try await apiDelete(context) },
            APIRoute(method: .get, path: "/bulk") { _, _ in apiBulks() },
            APIRoute(method: .post, path: "/bulk") { _, context in try await apiStartBulk(context) },
            APIRoute(method: .get, path: "/bulk/{id}") { _, context in try apiBulk(context) },
            APIRoute(method: .post, path: "/bulk/{id}/stop") { _, context in try apiStopBulk(context) },
        ]
    }

    func addAPI(to router: Router<DashboardContext>) {
        for route in apiRoutes {
            router.on(RouterPath(Self.apiPrefix + route.path), method: route.method, use: route.handler)
        }
    }

    private static var description: Response {
        Response(
            status: .ok,
            headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(bytes: PackageResources.openapi_json))
        )
    }

    /// The JSON object that came with a request.
    func apiBody(_ context: DashboardContext) throws(Problem) -> JSONObject {
        guard !context.body.isEmpty else { return [:] }
        do {
            guard let object = try JSONValue(parsing: context.body).objectValue else {
                throw Problem(.badRequest, "Not understood", "The body is a JSON object.")
            }
            return object
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Problem(.badRequest, "Not understood", "The body is not JSON: \(error)")
        }
    }

    /// A number of the query within its bounds.
    func apiNumber(
        _ name: String,
        _ request: Request,
        default usual: Int,
        in range: ClosedRange<Int>
    ) throws(Problem) -> Int {
        let fields = FormFields(parsing: request.uri.query ?? "")
        guard let text = fields[name] else { return usual }
        guard let number = Int(text), range.contains(number) else {
            throw Problem(
                .badRequest,
                "Not understood",
                "\(name) is from \(range.lowerBound) to \(range.upperBound)."
            )
        }
        return number
    }

    /// What of a stored value may be told.
    func told(_ value: JSONValue) -> JSONValue { MaskedJSON(value, showsContent: configuration.showsContent).shown }
}
