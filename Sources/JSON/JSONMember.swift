// SPDX-License-Identifier: Apache-2.0

/// Where a member of the outermost object lies in the input.
public struct JSONMember: Sendable, Hashable {
    /// The key, escapes resolved.
    public let key: String
    /// From the key's opening quote to the end of the value.
    public let range: Range<Int>
    /// The value's bytes, without white space around them.
    public let valueRange: Range<Int>
}
