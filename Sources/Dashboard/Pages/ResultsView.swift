// SPDX-License-Identifier: Apache-2.0

/// What the page of results shows.
struct ResultsView {
    let count: String
    let onlyUnreviewed: Bool
    let results: [ResultRow]
    let hasResults: Bool
    let nextHref: String?
}

/// One result in the list.
struct ResultRow {
    let resultJob: String
    let href: String?
    let status: String
    let isGood: Bool
    let isBad: Bool
    /// Whether somebody should look at it.
    let isWarning: Bool
    let isReviewed: Bool
    let checks: String
    let usedModel: String
    let tokens: String
    let took: String
    let finished: ShownTime?
}
