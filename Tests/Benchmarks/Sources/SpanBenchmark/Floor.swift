// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import Tracing

/// What the parts cost of which any span in Swift is made, measured in the same run.
struct Floor {
    let rounds: Int

    private static let repetitions = 100_000

    func run() {
        let box = Box(1)
        var context = ServiceContext.topLevel
        context[BoxKey.self] = box
        print("The floor: what the parts cost by themselves, CPU ns, best of \(rounds)")
        row("reading the monotonic clock") { _ in Self.monotonic }
        row("an object with a lock, made and freed") { Box($0).count() }
        row("taking the lock") { _ in box.count() }
        row("a ServiceContext with one value, made and freed") { _ in
            var context = ServiceContext.topLevel
            context[BoxKey.self] = box
            return context.count
        }
        row("finding the value in it") { _ in context[BoxKey.self]?.count() ?? 0 }
        row("reading the current context") { _ in ServiceContext.current?.count ?? 0 }
        row("making it the current one") { number in ServiceContext.$current.withValue(context) { number } }
        print("")
    }

    private func row(_ name: String, _ body: (Int) -> Int) {
        var best = Double.infinity
        var sum = 0
        for _ in 0...rounds {
            let watch = Stopwatch()
            for number in 0..<Self.repetitions { sum &+= body(number) }
            best = min(best, watch.elapsed.cpu / Double(Self.repetitions))
        }
        Self.sink.wrappingAdd(sum, ordering: .relaxed)
        printRow(name, [best.text()])
    }

    /// Takes results, so that nothing is left out as useless.
    private static let sink = Atomic(0)

    private static var monotonic: Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_nsec
    }
}

private final class Box: Sendable {
    private let value: Mutex<Int>

    init(_ value: Int) { self.value = Mutex(value) }

    func count() -> Int {
        value.withLock { value in
            value &+= 1
            return value
        }
    }
}

private enum BoxKey: ServiceContextKey {
    typealias Value = Box
}
