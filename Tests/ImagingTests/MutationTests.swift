// SPDX-License-Identifier: Apache-2.0

import Glibc
import TestSupport
import Testing

@Suite struct MutationTests {
    /// libvips and what it reads with run within the worker, so that a crash of theirs would be the worker's. In a process
    /// of its own: other tests' pictures would count as its memory.
    @Test(.enabled(if: Pillow.isInstalled, "\(Pillow.hint)"))
    func whateverAPictureHoldsNothingCrashesOrGrows() async throws {
        let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
            var pictures = try await HostilePictures()
            let before = try #require(MutationTests.peakMegabytes)
            let (pages, refused) = try await pictures.prepareAll()
            let after = try #require(MutationTests.peakMegabytes)
            #expect(after - before < 250, "\(after - before) MB")
            // Damage that changes nothing, and damage that is noticed: else this would test nothing.
            #expect(pages > 100 && refused > 100, "\(pages) made into pages, \(refused) refused")
        }
        if result == nil { Issue.record("TEST_SEED=\(TestSeed.value(otherwise: 17)) has the same pictures") }
    }

    private static var peakMegabytes: Int? {
        var usage = rusage()
        return getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 ? usage.ru_maxrss / 1024 : nil
    }
}
