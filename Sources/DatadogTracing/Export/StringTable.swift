// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Strings with the numbers under which they are referred to; the empty one is number 0.
struct StringTable {
    private(set) var all = [""]
    private var indices = [ExactString(""): 0]
    /// An upper bound of the table's bytes in MessagePack.
    private(set) var byteCount = 1

    var count: Int { all.count }

    /// The number of a string, which is added if it is new.
    mutating func index(of string: String) -> Int {
        if let index = indices[ExactString(string)] { return index }
        indices[ExactString(string)] = all.count
        all.append(string)
        byteCount += 5 + string.utf8.count
        return all.count - 1
    }

    /// Takes back the strings from number `count` on.
    mutating func truncate(to count: Int) {
        for string in all[count...] {
            indices[ExactString(string)] = nil
            byteCount -= 5 + string.utf8.count
        }
        all.removeSubrange(count...)
    }
}

/// A string that equals those of the same bytes only; Swift takes letters with accents for equal however they are put
/// together, and one would be sent for the other.
private struct ExactString: Hashable {
    private let text: String

    init(_ text: String) {
        self.text = text
    }

    static func == (left: Self, right: Self) -> Bool {
        guard left.text == right.text else { return false }
        let areSame = left.text.utf8.withContiguousStorageIfAvailable { left in
            right.text.utf8.withContiguousStorageIfAvailable { right in
                guard left.count == right.count, let bytes = left.baseAddress, let others = right.baseAddress else {
                    return left.isEmpty && right.isEmpty
                }
                return memcmp(bytes, others, left.count) == 0
            }
        }
        return (areSame ?? nil) ?? left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        text.hash(into: &hasher)
    }
}
