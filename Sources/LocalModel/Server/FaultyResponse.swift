// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import JSON
import NIOCore
import ServiceLifecycle

/// Spoils an answer in the ways that faults ask for.
struct FaultyResponse {
    private let faults: [Fault]

    init(_ faults: [Fault]) {
        self.faults = faults
    }

    /// The answer as a model with these faults gives it.
    func spoiled(_ answer: GenerateContentResponse) -> GenerateContentResponse {
        var answer = answer
        let text = answer.text ?? ""
        for fault in faults {
            switch fault {
            case .malformed: answer.text = "Here are the results:\n" + text.dropLast()
            case .wrongShape: answer.text = #"{"summary":"a tally sheet"}"#
            case .miscount: answer.text = Self.miscounted(text)
            case .loop: answer.text = text.dropLast() + String(repeating: "0000, ", count: 2_000)
            case .truncated: answer.truncate(to: text.count / 2)
            case .safety: (answer.text, answer.finishReason) = (nil, "SAFETY")
            case .finish(let reason): (answer.text, answer.finishReason) = (nil, reason)
            case .promptBlocked: (answer.text, answer.blockReason) = (nil, "SAFETY")
            case .empty: answer.text = nil
            case .brokenBody, .stall, .delay, .status, .rateLimit, .dailyQuota, .tooManyTokens, .drop: break
            }
        }
        return answer
    }

    /// An answer's bytes on their way; of some only the first half comes.
    func response(_ body: [UInt8], streamed: Bool) -> Response {
        let type = streamed ? "text/event-stream" : "application/json; charset=UTF-8"
        let half = Array(body.prefix(body.count / 2))
        if faults.contains(.stall) {
            return Response(
                status: .ok,
                headers: [.contentType: type],
                body: Self.stalling(half, promised: streamed ? nil : body.count)
            )
        }
        return GenerateContentRoute.response(200, faults.contains(.brokenBody) ? half : body, type: type)
    }

    /// A body that says no more after these bytes, for a minute: that the other side has gone is not heard meanwhile.
    private static func stalling(_ bytes: [UInt8], promised count: Int?) -> ResponseBody {
        ResponseBody(contentLength: count) { writer in
            try await writer.write(ByteBuffer(bytes: bytes))
            try await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(60)) }
            throw CancellationError()
        }
    }

    /// The text with a vote more in the first row that has a count.
    private static func miscounted(_ text: String) -> String {
        for name in text.ranges(of: #""vote_count":"#) {
            let digits = text[name.upperBound...].prefix { $0.isASCII && $0.isNumber }
            guard let count = Int(digits) else { continue }
            return text[..<digits.startIndex] + String(count + 1) + text[digits.endIndex...]
        }
        return text
    }
}
