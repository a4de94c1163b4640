// SPDX-License-Identifier: Apache-2.0

import Tracing

/// A decision by hand through the tags `manual.keep` and `manual.drop`, which are not stored.
///
/// As tags they count at once; as attributes when the span's headers are written and when it ends.
enum ManualSampling {
    case keep
    case drop

    init?(_ attributes: SpanAttributes) {
        if attributes.get(SpanField.keepKey)?.isTrue == true {
            self = .keep
        } else if attributes.get(SpanField.dropKey)?.isTrue == true {
            self = .drop
        } else {
            return nil
        }
    }

    init?(_ key: String, _ value: SpanTag.Value) {
        switch SpanField(key) {
        case .keep where value.isTrue: self = .keep
        case .drop where value.isTrue: self = .drop
        default: return nil
        }
    }

    var decision: SamplingDecision {
        switch self {
        case .keep: .manualKeep
        case .drop: .manualDrop
        }
    }
}
