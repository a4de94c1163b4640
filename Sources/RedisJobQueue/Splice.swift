// SPDX-License-Identifier: Apache-2.0

/// How bytes that the server has become others: so many of them from the start, some in between, so many from the end.
struct Splice {
    let head: Int
    let middle: [UInt8]
    let tail: Int

    init(from old: [UInt8], to new: [UInt8]) {
        let shorter = min(old.count, new.count)
        var head = 0
        while head < shorter, old[head] == new[head] { head += 1 }
        var tail = 0
        while tail < shorter - head, old[old.count - 1 - tail] == new[new.count - 1 - tail] { tail += 1 }
        self.head = head
        self.tail = tail
        middle = Array(new[head..<(new.count - tail)])
    }
}
