// SPDX-License-Identifier: Apache-2.0

import Foundation

extension [UInt8] {
    /// The bytes as base64.
    var base64: String { Data(self).base64EncodedString() }
}
