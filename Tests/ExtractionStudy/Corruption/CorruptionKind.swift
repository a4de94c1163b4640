// SPDX-License-Identifier: Apache-2.0

/// What may go wrong when a sheet is read.
enum CorruptionKind: String, CaseIterable {
    case oneOrSeven = "1 and 7 mistaken"
    case fiveOrSix = "5 and 6 mistaken"
    case otherDigit = "another digit misread"
    case droppedDigit = "a digit dropped"
    case doubledDigit = "a digit doubled"
    case swappedDigits = "two digits swapped"
    case lostNumber = "a number lost"
    case otherWords = "another row's words"
    case swappedCounts = "two rows' digits swapped"
    case shiftedCounts = "digits shifted by a row"
    case missingRow = "a row missing"
    case repeatedRow = "a row twice"
    case swappedVotes = "two rows' digits and words swapped"
    case shiftedVotes = "digits and words shifted by a row"
    case swappedNames = "two rows' names swapped"

    /// How much is wrong at once.
    enum Extent: String {
        /// One number, one row, or one column: what the goal is about.
        case singleField = "wrong in one field"
        /// Two columns in the same way, so that they still agree with each other.
        case twoColumns = "wrong in two columns alike"
        /// Nothing is wrong, but a number is null: whoever reads the result sees that.
        case omission = "left out"
    }

    var extent: Extent {
        switch self {
        case .swappedVotes, .shiftedVotes, .swappedNames: .twoColumns
        case .lostNumber: .omission
        default: .singleField
        }
    }
}
