// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import JobQueue
import Logging
import Synchronization

/// The changes of many letters that run, and the last ones that have ended.
final class BulkChanges: Sendable {
    private struct Entry {
        var change: BulkChange
        var task: Task<Void, Never>?
    }

    private let store: any DeadLetterStore
    private let logger: Logger
    private let onProgress: @Sendable () -> Void
    private let entries = Mutex<[Entry]>([])

    private static let running = 2
    private static let kept = 20

    init(store: any DeadLetterStore, logger: Logger, onProgress: @escaping @Sendable () -> Void) {
        self.store = store
        self.logger = logger
        self.onProgress = onProgress
    }

    /// All of them, the latest first.
    var all: [BulkChange] { entries.withLock { $0.map(\.change).reversed() } }

    subscript(_ id: String) -> BulkChange? {
        entries.withLock { $0.first { $0.change.id == id }?.change }
    }

    /// Begins a change; it goes on whether or not anybody watches.
    func start(_ kind: BulkChange.Kind, _ query: DeadQuery, rate: Double?) async throws -> BulkChange {
        let sweep = try await DeadLetterSweep(store, query.filter, rate: kind == .count ? nil : rate)
        let change = BulkChange(
            id: String(Secret.random().prefix(16)),
            kind: kind,
            query: query.query,
            rate: rate,
            until: sweep.until,
            total: sweep.total
        )
        guard add(change) else {
            throw Problem(
                .conflict,
                "Busy",
                "\(Self.running) such changes run already. Wait for one to end, or stop it."
            )
        }
        logger.notice(
            "dead letters are changed in bulk",
            metadata: ["bulk.kind": "\(kind)", "bulk.id": "\(change.id)"]
        )
        let task = Task { await self.run(change, sweep) }
        entries.withLock { entries in
            if let index = entries.firstIndex(where: { $0.change.id == change.id }) { entries[index].task = task }
        }
        return change
    }

    private func add(_ change: BulkChange) -> Bool {
        entries.withLock { entries in
            guard entries.count(where: { $0.change.state == .running }) < Self.running else { return false }
            entries.append(Entry(change: change))
            if entries.count > Self.kept, let old = entries.firstIndex(where: { $0.change.state != .running }) {
                entries.remove(at: old)
            }
            return true
        }
    }

    private func run(_ change: BulkChange, _ sweep: DeadLetterSweep) async {
        do {
            switch change.kind {
            case .count: _ = try await sweep.forEach(onProgress: { self.note($0, of: change.id) }, { _ in })
            case .retry: _ = try await sweep.redrive { self.note($0, of: change.id) }
            case .delete: _ = try await sweep.delete { self.note($0, of: change.id) }
            }
            update(change.id) { $0.state = .done }
        } catch is CancellationError {
            update(change.id) { $0.state = .stopped }
        } catch {
            update(change.id) { $0.state = Task.isCancelled ? .stopped : .failed("\(error)") }
        }
        if let end = self[change.id] {
            logger.notice(
                "a bulk change has ended",
                metadata: [
                    "bulk.id": "\(change.id)", "bulk.state": "\(end.state.word)",
                    "bulk.changed": "\(end.progress.changed)",
                ]
            )
        }
    }

    private func note(_ progress: DeadLetterSweep.Progress, of id: String) { update(id) { $0.progress = progress } }

    private func update(_ id: String, _ body: (inout BulkChange) -> Void) {
        entries.withLock { entries in
            if let index = entries.firstIndex(where: { $0.change.id == id }) { body(&entries[index].change) }
        }
        onProgress()
    }

    /// Stops one; what it has done stays done. False if there is none of this id.
    func stop(_ id: String) -> Bool {
        guard let entry = entries.withLock({ $0.first { $0.change.id == id } }) else { return false }
        entry.task?.cancel()
        return true
    }

    /// Stops all, for the end of the process.
    func stopAll() async {
        let tasks = entries.withLock { $0.compactMap(\.task) }
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }
}
