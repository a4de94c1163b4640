// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What happens to a snapshot's file.
public enum SnapshotMode: Sendable, Hashable {
    /// A missing file is written, and the expectation holds; another one is compared with.
    case recordMissing
    /// The file is written anew, and the expectation holds.
    case update
    /// A missing file is a failure, as it should be on a build server.
    case compareOnly

    /// ``update`` if `UPDATE_SNAPSHOTS` is `1` or `true`, else ``compareOnly`` if `CI` is, else ``recordMissing``.
    public static var current: SnapshotMode { SnapshotMode(environment: ProcessInfo.processInfo.environment) }

    init(environment: [String: String]) {
        let isOn = { (name: String) in ["1", "true"].contains(environment[name]?.lowercased()) }
        self = isOn("UPDATE_SNAPSHOTS") ? .update : isOn("CI") ? .compareOnly : .recordMissing
    }
}
