// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The seed of tests with random input.
public enum TestSeed {
    /// `TEST_SEED`, where it is set; else always the same.
    public static func value(otherwise seed: UInt64) -> UInt64 {
        ProcessInfo.processInfo.environment["TEST_SEED"].flatMap(UInt64.init) ?? seed
    }
}
