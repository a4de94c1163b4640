// SPDX-License-Identifier: Apache-2.0

/// What a snapshot shows.
public enum SnapshotFormat: Sendable, Hashable {
    /// Everything that is not ignored, in the shape of Datadog's trace payload (`NAME.json`).
    case json
    /// A tree of names, resources and errors for people, with these tags behind them (`NAME.txt`).
    case tree(tags: [String] = [])

    var fileExtension: String {
        switch self {
        case .json: "json"
        case .tree: "txt"
        }
    }
}
