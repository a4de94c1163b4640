// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird

extension Site {
    /// All routes, behind what guards them. The order matters: nobody learns anything before he may.
    func router() -> Router<DashboardContext> {
        let router = Router(context: DashboardContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: ResponseFinisher(site: self))
        router.add(
            middleware: RequestDeadlines(
                bodyTimeout: configuration.bodyTimeout,
                responseTimeout: configuration.responseTimeout
            )
        )
        router.add(middleware: HostGuard(configuration))
        router.add(middleware: AccessGuard(doorkeeper: doorkeeper))
        router.add(middleware: ChangeGuard(doorkeeper: doorkeeper, isReadOnly: configuration.isReadOnly))
        addPages(to: router)
        addChanges(to: router)
        addAPI(to: router)
        return router
    }

    private func addPages(to router: Router<DashboardContext>) {
        router.get("assets/:version/:name") { request, _ in try asset(request) }
        router.get("events") { request, context in try events(request, context) }
        router.get("login") { _, context in loginPage(context) }
        router.get("/") { request, context in try await overviewPage(request, context) }
        router.get("jobs") { request, context in try await jobsPage(request, context) }
        router.get("job") { request, context in try await jobPage(request, context) }
        router.get("job/picture") { request, _ in try await jobPicture(request) }
        router.get("dead") { request, context in try await deadPage(request, context) }
        router.get("dead/:id") { request, context in try await letterPage(request, context) }
        router.get("dead/:id/picture") { request, context in try await letterPicture(request, context) }
        router.get("dead/:id/edit") { request, context in try await editPage(request, context) }
        router.get("bulk") { request, context in try await bulkPage(request, context) }
        router.get("bulk/:id") { _, context in try bulkProgressPage(context) }
        router.get("results") { request, context in try await resultsPage(request, context) }
        router.get("workers") { request, context in try await workersPage(request, context) }
    }

    private func addChanges(to router: Router<DashboardContext>) {
        router.post("login") { _, context in try logIn(context) }
        router.post("logout") { _, context in logOut(context) }
        router.post("mode") { _, context in try await setMode(context) }
        router.post("workers/quiet") { _, context in try await quietWorker(context) }
        router.post("job/run") { _, context in try await runJob(context) }
        router.post("job/cancel") { _, context in try await cancelJob(context) }
        router.post("job/review") { _, context in try await reviewJob(context) }
        router.post("bulk") { _, context in try await startBulk(context) }
        router.post("bulk/:id/stop") { _, context in try stopBulk(context) }
        router.post("dead/:id/retry") { _, context in try await retryLetter(context) }
        router.post("dead/:id/edit") { _, context in try await editLetter(context) }
        router.post("dead/:id/delete") { _, context in try await deleteLetter(context) }
    }

    private func asset(_ request: Request) throws -> Response {
        guard let response = assets.response(path: request.uri.path) else {
            throw Problem.notFound("There is no such file in this version.")
        }
        return response
    }
}
