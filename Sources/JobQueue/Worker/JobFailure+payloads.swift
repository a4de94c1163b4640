// SPDX-License-Identifier: Apache-2.0

extension JobFailure {
    /// A payload that is not what the handler takes; says which member it is, but not its value.
    static func badPayload(_ error: any Error) -> JobFailure {
        JobFailure(errorType: "job.bad_payload", message: message(of: error), stage: "decode")
    }

    private static func message(of error: any Error) -> String {
        switch error as? DecodingError {
        case .keyNotFound(let key, let context): "\(member(context.codingPath + [key])) is missing"
        case .valueNotFound(_, let context): "\(member(context.codingPath)) is null"
        case .typeMismatch(let type, let context): "\(member(context.codingPath)) must be of type \(type)"
        case .dataCorrupted(let context): "\(member(context.codingPath)) cannot be read"
        default: "`payload` cannot be read: \(type(of: error))"
        }
    }

    private static func member(_ path: [any CodingKey]) -> String {
        let path = path.map { key in key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)" }.joined()
        return "`payload\(path)`"
    }
}
