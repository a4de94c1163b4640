// SPDX-License-Identifier: Apache-2.0

import Redis
import RedisJobQueue
import Testing

@Suite struct BlobTests {
    @Test func aBlobIsReadBackUpToTheLimit() async throws {
        try await QueueFixture.with { fixture in
            let key = try await fixture.queue.storeBlob([1, 2, 3, 4], digest: "abc")
            #expect(try await fixture.queue.blob(key, maximumBytes: 10) == [1, 2, 3, 4])
            #expect(try await fixture.queue.blob(key, maximumBytes: 2) == [1, 2, 3])
            #expect(try await fixture.queue.blob(key + "d", maximumBytes: 10) == nil)
        }
    }

    @Test func noOtherKeyCanBeReadAsABlob() async throws {
        try await QueueFixture.with { fixture in
            _ = try await fixture.redis.execute(RedisCommand("SET", "{other}:blob:abc", "secret"))
            #expect(try await fixture.queue.blob("{other}:blob:abc", maximumBytes: 10) == nil)
            #expect(try await fixture.queue.blob("{vote-extraction}:jobs", maximumBytes: 10) == nil)
        }
    }
}
