// SPDX-License-Identifier: Apache-2.0

extension Int {
    /// The number before what it counts: `1 dead letter`, `2 dead letters`, `1 entry`, `0 entries`.
    func counting(_ one: String, _ several: String? = nil) -> String {
        "\(self) \(self == 1 ? one : several ?? one + "s")"
    }
}
