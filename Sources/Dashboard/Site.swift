// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Everything that the dashboard's pages share.
struct Site: Sendable {
    let configuration: DashboardConfiguration
    let sources: DashboardSources
    let doorkeeper: Doorkeeper
    let templates = Templates()
    let assets = Assets()
    let sampler: Sampler
    let places: StreamPlaces
    let bulk: BulkChanges
    let logger: Logger

    init(configuration: DashboardConfiguration, sources: DashboardSources, logger: Logger) {
        self.configuration = configuration
        self.sources = sources
        self.logger = logger
        doorkeeper = Doorkeeper(configuration)
        places = StreamPlaces(limit: configuration.maximumStreams)
        let sampler = Sampler(queue: sources.queue, interval: configuration.sampleInterval)
        self.sampler = sampler
        bulk = BulkChanges(store: sources.queue, logger: logger) { sampler.noteChange() }
    }

    /// Whether visitors may change anything here.
    var canChange: Bool { !configuration.isReadOnly }

    /// A page with everything around it.
    func page(
        _ template: String,
        _ title: String,
        tab: Tab?,
        context: DashboardContext,
        status: HTTPResponse.Status = .ok,
        notice: Notice? = nil,
        refreshes: Bool = false,
        view: Any
    ) -> Response {
        let page = Page(
            title: title,
            queueName: sources.queueName,
            tabs: context.visitor == .stranger ? [] : Tab.allCases.map { TabLink($0, isCurrent: $0 == tab) },
            formToken: doorkeeper.formToken(of: context.visitor),
            canChange: canChange,
            isReadOnly: configuration.isReadOnly,
            canLogOut: doorkeeper.asksForToken && context.visitor != .stranger,
            isLive: tab != nil,
            revision: context.revision,
            refreshes: refreshes,
            iconHref: assets.iconHref,
            styleHref: assets.styleHref,
            scriptHref: assets.scriptHref,
            notice: notice,
            view: view
        )
        let text = templates.render(template, page)
        var headers = HTTPFields()
        headers[.contentType] = "text/html; charset=utf-8"
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// What went wrong, as a page.
    func page(for problem: Problem, context: DashboardContext) -> Response {
        let view = ProblemView(code: Int(problem.status.code), problemTitle: problem.title, detail: problem.detail)
        return page("problem", problem.title, tab: nil, context: context, status: problem.status, view: view)
    }
}
