// SPDX-License-Identifier: Apache-2.0

/// The handlers of one kind of metric. Two metrics of the same name and tags share a handler.
struct MetricTable<Handler: MetricHandler> {
    private struct Entry {
        var handler: Handler
        /// Metrics made and not destroyed.
        var users = 0
        /// Sweeps in a row that found nobody else holding the handler.
        var lonelySweeps = 0
    }

    private var entries: [MetricContext: Entry] = [:]

    /// Sweeps after which a handler goes that nobody holds: programs make metrics where they use them, time and again.
    private static var maximumLonelySweeps: Int { 30 }

    var count: Int { entries.count }
    var handlers: [Handler] { entries.values.map(\.handler) }

    /// The handler of this context, made if there is room for one; nil if not.
    mutating func handler(for context: MetricContext, hasRoom: Bool, make: () -> Handler) -> Handler? {
        if let index = entries.index(forKey: context) {
            entries.values[index].users += 1
            entries.values[index].lonelySweeps = 0
            return entries.values[index].handler
        }
        guard hasRoom else { return nil }
        let handler = make()
        entries[context] = Entry(handler: handler, users: 1)
        return handler
    }

    /// One user less; the last sending of its values comes first.
    mutating func destroy(_ handler: Handler) {
        guard let index = entries.index(forKey: handler.context) else { return }
        guard entries.values[index].handler === handler, entries.values[index].users > 0 else { return }
        entries.values[index].users -= 1
    }

    /// Lets handlers go that were destroyed, or that nobody has held for a while. Call it after a sending.
    mutating func sweep() {
        var left: [MetricContext] = []
        // Walked by hand: iterating would hold a second reference to everything.
        var index = entries.startIndex
        while index != entries.endIndex {
            let isLonely = isKnownUniquelyReferenced(&entries.values[index].handler)
            entries.values[index].lonelySweeps = isLonely ? entries.values[index].lonelySweeps + 1 : 0
            if Self.isDone(entries.values[index]) { left.append(entries.keys[index]) }
            entries.formIndex(after: &index)
        }
        for context in left { entries[context] = nil }
    }

    private static func isDone(_ entry: Entry) -> Bool {
        let isUnused = entry.users == 0 || entry.lonelySweeps > maximumLonelySweeps
        return isUnused && !entry.handler.hasUnsent
    }
}
