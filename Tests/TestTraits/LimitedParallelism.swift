// SPDX-License-Identifier: Apache-2.0

import Foundation
public import Testing

/// Lets twice as many tests run at once as there are processors, over all suites of a process that have this trait.
///
/// For tests that start programs of their own. Swift Testing begins all tests of a process together: on a slow machine
/// such tests starve each other until one waits in vain for its server. What a test waits for its turn is no part of
/// what it waits for.
public struct LimitedParallelism: SuiteTrait, TestTrait, TestScoping {
    /// Suites in a suite have it, too.
    public var isRecursive: Bool { true }

    private static let turns = Turns(atOnce: 2 * ProcessInfo.processInfo.activeProcessorCount)

    /// Runs one test when it is its turn.
    public func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await Self.turns.take(function)
    }
}

extension Trait where Self == LimitedParallelism {
    /// Twice as many at once as there are processors.
    public static var limitedParallelism: Self { Self() }
}
