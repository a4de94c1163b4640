// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LocalModel

@Suite
struct OCRPoolTests {
    @Test
    func pagesAboveTheLimitAreRefusedAtOnce() async throws {
        let pool = OCRPool(languages: ["eng"], threads: 1, maximumWaiting: 2)
        // Not started: whatever comes waits.
        await withTaskGroup(of: LocalModelError.Code?.self) { group in
            for _ in 0..<3 {
                group.addTask {
                    do throws(LocalModelError) {
                        _ = try await pool.read([1], deadline: .now + .seconds(60))
                        return nil
                    } catch {
                        return error.code
                    }
                }
            }
            #expect(await group.next() == .overloaded)
            await pool.stop()
            #expect(await group.next() == .shutDown)
            #expect(await group.next() == .shutDown)
        }
    }

    @Test
    func whatIsNoImageIsRefused() async throws {
        let pool = OCRPool(languages: ["eng"], threads: 1, maximumWaiting: 2)
        try await pool.start()
        let error = await #expect(throws: LocalModelError.self) {
            try await pool.read(Array("no image".utf8), deadline: .now + .seconds(60))
        }
        #expect(error?.code == .unreadableImage)
        await pool.stop()
    }
}
