// SPDX-License-Identifier: Apache-2.0

import Redis

/// The operations on gates: one atomic script each, with what they share put before it.
enum GateScripts {
    static let admit = script(PackageResources.admit_lua)
    static let settle = script(PackageResources.settle_lua)
    static let force = script(PackageResources.force_lua)
    static let status = script(PackageResources.status_lua)
    /// About the index and not about one gate, so it has no state to read.
    static let note = RedisScript(String(decoding: PackageResources.note_lua, as: UTF8.self))

    private static func script(_ source: [UInt8]) -> RedisScript {
        RedisScript(String(decoding: PackageResources.prelude_lua + source, as: UTF8.self))
    }
}
