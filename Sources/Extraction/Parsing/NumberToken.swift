// SPDX-License-Identifier: Apache-2.0

/// What a number word does.
enum NumberToken: Hashable, Sendable {
    /// Whether a place or a group says how many of it there are.
    enum Coefficient: Hashable, Sendable {
        /// It must follow a number: "hundred".
        case required

        /// It may, else it means one: "สิบ", "mil".
        case optional

        /// It may, and means one only at the very beginning: "ร้อย".
        case unlessFirst

        /// It holds the one already: "seratus".
        case included
    }

    /// 0 to 9; counts what follows it, or is the last digit.
    case digit(Int)

    /// A fixed amount, after which only something smaller than `below` may be added: "twenty" leaves room below 10.
    case term(Int, below: Int)

    /// Multiplies the digit before it: "hundred", "puluh".
    case place(Int, Coefficient)

    /// Multiplies all that was said since the last group: "thousand", "juta".
    case group(Int, Coefficient)

    /// Adds ten to the digit before it: "belas".
    case teen

    /// One, as the last digit of a longer number: "เอ็ด".
    case finalOne

    /// Joins two parts: "and", "e".
    case and
}
