// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import NIOCore

/// What is known of a request on its way through the dashboard.
struct DashboardContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The address that it comes from.
    var peer: String
    var visitor = Visitor.stranger
    /// What came with a request for a change.
    var body: [UInt8] = []
    /// The same, if it is a form.
    var form = FormFields()

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = source.channel.remoteAddress?.ipAddress ?? ""
    }
}
