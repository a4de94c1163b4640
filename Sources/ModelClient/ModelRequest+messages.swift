// SPDX-License-Identifier: Apache-2.0

import LLMObservability

extension ModelRequest {
    /// The question as LLM Observability shows it: a file is named by its type, its bytes never leave this way.
    var messages: [LLMObs.Message] {
        parts.map { part in
            switch part {
            case .text(let text): .user(text)
            case .data(let bytes, let mediaType, _): .user("[inline data: \(mediaType), \(bytes.count) bytes]")
            }
        }
    }
}
