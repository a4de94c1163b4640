// SPDX-License-Identifier: Apache-2.0

extension String {
    /// At most `limit` bytes of UTF-8, cut between characters and ending in an ellipsis where something was cut.
    func truncated(toUTF8Bytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var end = utf8.index(startIndex, offsetBy: limit - 3)
        while end > startIndex, end.samePosition(in: self) == nil { end = utf8.index(before: end) }
        return self[..<end] + "…"
    }
}
