// SPDX-License-Identifier: Apache-2.0

import ModelClient

extension GateStatus {
    /// `open`, `waiting`, `refusing` or `closed`.
    var state: String {
        switch decision {
        case .go: "open"
        case .wait: "waiting"
        case .refuse: "refusing"
        case .closed: "closed"
        }
    }

    var reason: String? {
        switch decision {
        case .go: nil
        case .wait: ErrorClass.rateLimited.rawValue
        case .refuse(let errorClass, _): errorClass.rawValue
        case .closed: "operator"
        }
    }

    var seconds: Double? {
        switch decision {
        case .go: nil
        case .wait(let wait), .refuse(_, let wait), .closed(let wait): wait / .seconds(1)
        }
    }
}
