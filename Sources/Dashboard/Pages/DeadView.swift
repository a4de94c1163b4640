// SPDX-License-Identifier: Apache-2.0

/// What the page of dead letters shows.
struct DeadView {
    let total: String
    let isEmpty: Bool
    let kinds: [KindLink]
    let groups: [GroupRow]
    let fields: [FilterField]
    let reasons: [Choice]
    let ages: [Choice]
    let isFiltered: Bool
    let letters: [LetterRow]
    let hasLetters: Bool
    /// How many were looked at, if more than are shown.
    let examined: String?
    let nextHref: String?
    let firstHref: String?
    let bulkHref: String
}

/// A way to group letters.
struct KindLink {
    let kindName: String
    let kindHref: String
    let isCurrent: Bool
}

/// Letters that are alike.
struct GroupRow {
    let groupName: String
    let count: String
    let share: Int
    let href: String
    let last: ShownTime
}

/// A condition that is typed.
struct FilterField {
    let name: String
    let label: String
    let value: String
    let example: String
}

/// A value that is chosen.
struct Choice {
    let value: String
    let label: String
    let isChosen: Bool
}

/// What a form carries along.
struct HiddenField {
    let name: String
    let value: String
}

/// One dead letter in the list.
struct LetterRow {
    let id: String
    let href: String
    let died: ShownTime?
    let errorType: String
    let stage: String
    let reason: String
    let jobID: String
    let message: String
    let runs: Int
}
