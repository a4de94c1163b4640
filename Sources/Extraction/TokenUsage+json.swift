// SPDX-License-Identifier: Apache-2.0

public import JSON
public import ModelClient

extension TokenUsage {
    /// The counts as results and attempts hold them.
    public var json: JSONValue {
        [
            "prompt": .integer(Int64(prompt)),
            "completion": .integer(Int64(completion)),
            "cached": .integer(Int64(cached)),
            "thinking": .integer(Int64(thinking)),
            "total": .integer(Int64(total)),
        ]
    }
}
