// SPDX-License-Identifier: Apache-2.0

import Redis

/// The queue's transitions: one script each, with what they share put before it.
enum Transitions {
    static let claim = script(PackageResources.claim_lua)
    static let start = script(PackageResources.start_lua)
    static let beat = script(PackageResources.beat_lua)
    static let takeover = script(PackageResources.takeover_lua)
    static let rebase = script(PackageResources.rebase_lua)
    static let unstage = script(PackageResources.unstage_lua)
    static let cancel = script(PackageResources.cancel_lua)
    static let hasten = script(PackageResources.hasten_lua)
    static let first = script(PackageResources.first_lua)
    static let review = script(PackageResources.review_lua)

    static let settle = deadLetterScript(PackageResources.settle_lua)
    static let page = deadLetterScript(PackageResources.page_lua)
    static let groups = deadLetterScript(PackageResources.groups_lua)
    static let tally = deadLetterScript(PackageResources.tally_lua)
    static let totals = deadLetterScript(PackageResources.totals_lua)
    static let redrive = deadLetterScript(PackageResources.redrive_lua)
    static let delete = deadLetterScript(PackageResources.delete_lua)
    static let edit = deadLetterScript(PackageResources.edit_lua)
    static let importLetters = deadLetterScript(PackageResources.import_lua)

    static let checkFlight = script(PackageResources.check_flight_lua)
    static let checkPairs = script(PackageResources.check_pairs_lua)
    static let checkLetters = deadLetterScript(PackageResources.check_letters_lua)
    static let checkStrays = deadLetterScript(PackageResources.check_strays_lua)
    static let checkIndex = deadLetterScript(PackageResources.check_index_lua)
    static let checkCounts = deadLetterScript(PackageResources.check_counts_lua)
    static let mendLetter = deadLetterScript(PackageResources.mend_letter_lua)
    static let mendBytes = deadLetterScript(PackageResources.mend_bytes_lua)

    private static func script(_ source: [UInt8]) -> RedisScript {
        RedisScript(String(decoding: PackageResources.prelude_lua + source, as: UTF8.self))
    }

    private static func deadLetterScript(_ source: [UInt8]) -> RedisScript {
        script(PackageResources.dead_letters_lua + source)
    }
}
