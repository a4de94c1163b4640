// SPDX-License-Identifier: Apache-2.0

import JSON

extension LLMObs {
    /// A picture or sound inside a message.
    public struct MediaPart: Sendable, Hashable {
        /// Such as `image/jpeg`.
        public var mimeType: String
        /// The bytes in base64; counts towards the size of the event.
        public var content: String?
        /// The key of an attachment that Datadog has already.
        public var attachmentKey: String?

        /// A part.
        public init(mimeType: String, content: String? = nil, attachmentKey: String? = nil) {
            self.mimeType = mimeType
            self.content = content
            self.attachmentKey = attachmentKey
        }

        var estimatedSize: Int {
            64 + mimeType.utf8.count + (content?.utf8.count ?? 0) + (attachmentKey?.utf8.count ?? 0)
        }

        var json: JSONValue {
            var json: JSONObject = ["mime_type": .string(mimeType)]
            json["content"] = content.map { .string($0) }
            json["attachment_key"] = attachmentKey.map { .string($0) }
            return .object(json)
        }

        /// The bytes are a text here, too: a picture can be what must not leave.
        func mappingTexts(_ change: (String) -> String) -> Self {
            var part = self
            part.content = content.map(change)
            return part
        }
    }
}
