// SPDX-License-Identifier: Apache-2.0

/// The shape one JSON value must have.
///
/// The parser and the schema sent to the model are both derived from it, so they cannot disagree.
indirect enum SchemaNode: Sendable, Hashable {
    case object([SchemaField])
    case list(of: SchemaNode, maximum: Int)
    case integer
    case text

    /// Text out of a few known words; any other word is kept too.
    case choice([String])

    /// Text that is often a number; its digits become ASCII.
    case label
}
