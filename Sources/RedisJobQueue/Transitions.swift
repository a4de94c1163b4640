// SPDX-License-Identifier: Apache-2.0

import Redis

/// The queue's transitions: one script each, with what they share put before it.
enum Transitions {
    static let claim = script(PackageResources.claim_lua)
    static let start = script(PackageResources.start_lua)
    static let beat = script(PackageResources.beat_lua)
    static let settle = script(PackageResources.settle_lua)
    static let takeover = script(PackageResources.takeover_lua)
    static let unstage = script(PackageResources.unstage_lua)
    static let cancel = script(PackageResources.cancel_lua)
    static let redrive = script(PackageResources.redrive_lua)

    private static func script(_ source: [UInt8]) -> RedisScript {
        RedisScript(String(decoding: PackageResources.prelude_lua + source, as: UTF8.self))
    }
}
