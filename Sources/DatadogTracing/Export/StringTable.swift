// SPDX-License-Identifier: Apache-2.0

/// Strings with the numbers under which they are referred to; the empty one is number 0.
struct StringTable {
    private(set) var all = [""]
    private var indices = ["": 0]
    /// An upper bound of the table's bytes in MessagePack.
    private(set) var byteCount = 1

    var count: Int { all.count }

    /// The number of a string, which is added if it is new.
    mutating func index(of string: String) -> Int {
        if let index = indices[string] { return index }
        indices[string] = all.count
        all.append(string)
        byteCount += 5 + string.utf8.count
        return all.count - 1
    }

    /// Takes back the strings from number `count` on.
    mutating func truncate(to count: Int) {
        for string in all[count...] {
            indices[string] = nil
            byteCount -= 5 + string.utf8.count
        }
        all.removeSubrange(count...)
    }
}
