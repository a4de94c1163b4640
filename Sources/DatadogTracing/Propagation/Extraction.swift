// SPDX-License-Identifier: Apache-2.0

/// What headers say.
struct Extraction: Sendable, Hashable {
    /// The trace to continue, or only what a new one has to know (links, a sampling decision, tags).
    var context: DatadogSpanContext?
    var baggage = Baggage()
    /// Items of baggage that were left out.
    var droppedBaggageItems = 0
}
