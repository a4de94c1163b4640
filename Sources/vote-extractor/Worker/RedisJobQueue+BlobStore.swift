// SPDX-License-Identifier: Apache-2.0

public import Extraction
public import RedisJobQueue

extension RedisJobQueue: BlobStore {
    public func blob(_ key: String, maximumBytes: Int) async throws -> [UInt8]? {
        try await blob(key)
    }
}
