// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import JobQueue
import Logging

/// Turns errors into answers, and adds to every answer what browsers must be told.
struct ResponseFinisher: RouterMiddleware {
    typealias Context = DashboardContext

    let site: Site

    func handle(
        _ request: Request,
        context: DashboardContext,
        next: @concurrent (Request, DashboardContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.revision = site.sampler.revision
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            response = self.response(for: problem(error), request, context)
        }
        ResponseHeaders.add(to: &response.headers)
        return response
    }

    private func response(for problem: Problem, _ request: Request, _ context: DashboardContext) -> Response {
        // Under a name that is not ours, a page of somebody else reads along.
        guard problem.status != .misdirectedRequest else { return .text(problem.detail, status: problem.status) }
        var response =
            request.uri.path.hasPrefix("/api/")
            ? Response.json(problem.json, status: problem.status, type: "application/problem+json")
            : site.page(for: problem, context: shown(context, request))
        for field in problem.headers { response.headers[field.name] = field.value }
        return response
    }

    /// Who it is was found out further in.
    private func shown(_ context: DashboardContext, _ request: Request) -> DashboardContext {
        var context = context
        context.visitor = site.doorkeeper.visitor(request.headers)
        return context
    }

    private func problem(_ error: any Error) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let error as HTTPError where error.status == .notFound: return .notFound("There is no such page.")
        case let error as HTTPError: return Problem(error.status, "Not possible", error.body ?? "")
        case let error as JobQueueError where error.isRetriable:
            return Problem(.serviceUnavailable, "Queue out of reach", "Redis does not answer: \(error.message)")
        case let error as JobQueueError where error.code == .invalid || error.code == .tooLarge:
            return Problem(.unprocessableContent, "Not possible", error.message)
        case let error as JobQueueError:
            return Problem(.badGateway, "Refused by the queue", error.message)
        default:
            site.logger.error("a page failed", metadata: ["error.type": "\(type(of: error))"])
            return Problem(.internalServerError, "Something went wrong", "The log of the dashboard says more.")
        }
    }
}
