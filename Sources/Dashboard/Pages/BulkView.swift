// SPDX-License-Identifier: Apache-2.0

/// What the page for a change of many letters shows.
struct BulkView {
    let conditions: [Fact]
    let hasConditions: Bool
    let hidden: [HiddenField]
    let total: String
    let backHref: String
    let latest: [BulkRow]
    let hasLatest: Bool
}

/// A change that was begun, in the list of the latest.
struct BulkRow {
    let bulkHref: String
    let kindText: String
    let word: String
    let changedText: String
}

/// What the page of a change that was begun shows.
struct BulkProgressView {
    let bulkTitle: String
    let word: String
    let isRunning: Bool
    let isGood: Bool
    let isBad: Bool
    let failure: String?
    let examined: Int
    let whole: Int
    let facts: [Fact]
    let stopHref: String
    let isCount: Bool
    let isCountDone: Bool
    let matched: String
    let hidden: [HiddenField]
    let backHref: String
}
