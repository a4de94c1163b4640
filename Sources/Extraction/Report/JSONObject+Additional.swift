// SPDX-License-Identifier: Apache-2.0

import JSON

extension JSONObject {
    /// The members of an object but those named.
    init(_ object: JSONObject?, without names: [String]) {
        self.init((object ?? [:]).lazy.filter { !names.contains($0.key) }.map { ($0.key, $0.value) })
    }

    /// All members of both; where a name is in both, the first one's.
    func merging(_ other: JSONObject) -> JSONObject {
        var merged = self
        for (name, value) in other where merged[name] == nil { merged[name] = value }
        return merged
    }
}
