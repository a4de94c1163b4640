// SPDX-License-Identifier: Apache-2.0

extension Duration {
    /// About how long: `80 ms`, `3.2 s`, `5 min`, `2 h`, `3 d`.
    var text: String {
        let seconds = self / .seconds(1)
        switch seconds {
        case ..<1: return "\(Int((max(seconds, 0) * 1000).rounded())) ms"
        case ..<90: return "\(seconds.rounded(toPlaces: seconds < 10 ? 1 : 0).plain) s"
        case ..<5400: return "\(Int((seconds / 60).rounded())) min"
        case ..<172_800: return "\(Int((seconds / 3600).rounded())) h"
        default: return "\(Int((seconds / 86_400).rounded())) d"
        }
    }
}
