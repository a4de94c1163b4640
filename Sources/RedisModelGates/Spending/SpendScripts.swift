// SPDX-License-Identifier: Apache-2.0

import Redis

/// The operations on budgets: one atomic script each, with what they share put before it.
enum SpendScripts {
    static let reserve = script(PackageResources.reserve_lua)
    static let charge = script(PackageResources.charge_lua)
    static let spent = script(PackageResources.spent_lua)

    private static func script(_ source: [UInt8]) -> RedisScript {
        RedisScript(String(decoding: PackageResources.spend_prelude_lua + source, as: UTF8.self))
    }
}
