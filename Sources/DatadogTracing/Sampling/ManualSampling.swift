// SPDX-License-Identifier: Apache-2.0

import Tracing

/// A decision by hand through the attributes `manual.keep` and `manual.drop`, which are not stored as tags.
///
/// They count when the span's headers are written and when it ends.
enum ManualSampling {
    case keep
    case drop

    static let keepKey = "manual.keep"
    static let dropKey = "manual.drop"

    init?(_ attributes: SpanAttributes) {
        if attributes.get(Self.keepKey)?.isTrue == true {
            self = .keep
        } else if attributes.get(Self.dropKey)?.isTrue == true {
            self = .drop
        } else {
            return nil
        }
    }

    var decision: SamplingDecision {
        switch self {
        case .keep: .manualKeep
        case .drop: .manualDrop
        }
    }
}
