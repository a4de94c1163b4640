// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// What goes along with one span and may change it on its way out, such as its LLM Observability event.
///
/// Called without locks held. A span that keeps nothing calls nobody.
package protocol SpanCompanion: Sendable {
    /// The span has ended and goes to its trace; whether ``spanDeparts(_:priority:)`` is to be called, too.
    func spanEnded(_ span: inout FinishedSpan) -> Bool

    /// The span leaves the process, or would, as part of a trace of this priority: at most 0 where it will not be kept.
    func spanDeparts(_ span: inout FinishedSpan, priority: Int)
}

extension FinishedSpan {
    /// The companion on its way out with the span.
    var companion: (any SpanCompanion)? {
        get { extras.isPresent ? extras.value.companion : nil }
        set { extras.value.companion = newValue }
    }
}

extension DatadogSpan {
    /// Gives the open span a companion, in place of an earlier one.
    package func setCompanion(_ companion: any SpanCompanion) {
        change { $0.extras.value.companion = companion }
    }
}
