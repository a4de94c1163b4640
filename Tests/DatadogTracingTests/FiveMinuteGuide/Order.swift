// SPDX-License-Identifier: Apache-2.0

struct Order: Sendable {
    let id: String
    let items: Int
    let cents: Int
}
