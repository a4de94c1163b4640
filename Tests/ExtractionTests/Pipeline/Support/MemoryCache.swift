// SPDX-License-Identifier: Apache-2.0

import Extraction
import JSON
import Synchronization

/// Keeps answers for one test.
final class MemoryCache: ResultCache {
    private let entries = Mutex<[String: [UInt8]]>([:])

    var count: Int { entries.withLock { $0.count } }

    func entry(_ key: String) async -> [UInt8]? { entries.withLock { $0[key] } }

    func keep(_ entry: [UInt8], as key: String) async { entries.withLock { $0[key] = entry } }

    /// Puts other bytes in the place of all entries.
    func spoil(_ bytes: String) {
        entries.withLock { entries in entries = entries.mapValues { _ in Array(bytes.utf8) } }
    }

    /// Changes all entries.
    func change(_ body: (inout JSONObject) -> Void) throws {
        try entries.withLock { entries in
            entries = try entries.mapValues { bytes in
                var entry = try JSONValue(parsing: bytes).objectValue ?? [:]
                body(&entry)
                return JSONValue.object(entry).serialized()
            }
        }
    }
}
