// SPDX-License-Identifier: Apache-2.0

public import JSON

/// How sealed values lie in envelopes: a payload has the one member `sealed`, a result has it in the place of the handler's
/// members, and an envelope that is sealed as a whole has `sealed_envelope` in the place of all but its id. It is an object
/// that at least names its algorithm and its key, `alg` and `kid`.
public enum SealedForm {
    static let key = "sealed"

    /// Whether a payload is sealed: it is an object with the one member `sealed`, which is an object.
    public static func isSealed(payload: JSONValue) -> Bool {
        guard let object = payload.objectValue, object.count == 1 else { return false }
        return isSealed(object[key])
    }

    /// Whether a result envelope is sealed.
    public static func isSealed(result: JSONObject) -> Bool { isSealed(result[key]) }

    /// The id of the key that a payload, or what is in a result envelope, is sealed with; nil for what is not sealed.
    public static func keyID(of value: JSONValue) -> String? {
        isSealed(value[key]) ? value[key]?["kid"]?.stringValue : nil
    }

    /// A handler's own member of that name would hardly name algorithm and key.
    static func isSealed(_ value: JSONValue?) -> Bool {
        value?["alg"]?.stringValue != nil && value?["kid"]?.stringValue != nil
    }

    /// A sealed value with the pages that are named in clear beside it: they are kept as long as a dead letter.
    static func naming(_ pages: [String], beside sealed: JSONValue) -> JSONValue {
        guard var object = sealed.objectValue, !pages.isEmpty else { return sealed }
        object["blobs"] = .array(pages.map { .string($0) })
        return .object(object)
    }
}
