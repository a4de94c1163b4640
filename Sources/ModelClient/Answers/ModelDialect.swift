// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import JSON

/// How one provider's answers are read.
protocol ModelDialect: Sendable {
    /// Takes a whole answer with a status of success.
    func read(whole body: JSONValue, into draft: inout AnswerDraft)

    /// Takes one event of a streamed answer.
    func read(event: JSONValue, into draft: inout AnswerDraft)

    /// What a finish reason means.
    func meaning(ofFinishReason name: String) -> FinishReason

    /// What a response with a status of failure means.
    func failure(_ response: HTTPTransportResponse) -> ModelError
}
