// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import NIOCore

/// What is known of a request on its way through the dashboard.
struct DashboardContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The address that it comes from.
    var peer: String
    var visitor = Visitor.stranger
    /// The revision of the queue before anything of it was read for this request, see ``Sampler/revision``.
    var revision = 0
    /// The connection.
    let channel: any Channel
    /// Ends the connection if the request's body does not come in time.
    var bodyDeadline: Scheduled<Void>?
    /// What came with a request for a change.
    var body: [UInt8] = []
    /// The same, if it is a form.
    var form = FormFields()

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
        peer = source.channel.remoteAddress?.ipAddress ?? ""
    }
}
