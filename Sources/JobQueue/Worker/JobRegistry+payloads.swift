// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import JSON

extension JobRegistry {
    /// Registers the handler of a type whose payload is decoded before it runs; the last one registered stands.
    ///
    /// A payload that cannot be decoded is nothing that another try would mend: the job becomes a dead letter of class
    /// `job.bad_payload`, whose message names the member at fault but quotes no value.
    public mutating func register<Payload: Decodable & SendableMetatype>(
        _ type: String,
        payload: Payload.Type,
        handler: @escaping @Sendable (Payload, JobContext) async throws -> JobOutcome
    ) {
        register(type, handler: Self.decoding(for: handler))
    }

    static func decoding<Payload: Decodable & SendableMetatype>(
        for handler: @escaping @Sendable (Payload, JobContext) async throws -> JobOutcome
    ) -> JobHandler {
        { context in
            let payload: Payload
            do {
                payload = try JSONDecoder().decode(Payload.self, from: Data(context.job.payload.serialized()))
            } catch {
                return .deadLetter(.badPayload(error))
            }
            return try await handler(payload, context)
        }
    }
}
