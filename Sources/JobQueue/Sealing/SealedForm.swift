// SPDX-License-Identifier: Apache-2.0

public import JSON

/// How sealed values lie in envelopes: a payload has the one member `sealed`, a result has it in the place of the handler's
/// members. It is an object that at least names its algorithm and its key, `alg` and `kid`.
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
    private static func isSealed(_ value: JSONValue?) -> Bool {
        value?["alg"]?.stringValue != nil && value?["kid"]?.stringValue != nil
    }

    /// A result envelope with its sealed members in their places; itself if nothing is sealed.
    ///
    /// The engine's own members are clear and bound to nothing. Any other that stands clear beside what is sealed was put
    /// there by somebody without the key: such an envelope is ``SealError/Code/broken``.
    public static func opened(result: JSONObject, with seal: any JobSeal) throws(SealError) -> JSONObject {
        guard isSealed(result: result), let sealed = result[key] else { return result }
        guard let id = result["job_id"]?.stringValue else {
            throw SealError(.broken, "a sealed result has no job_id that it could be for")
        }
        guard result.allSatisfy({ mayBeClear($0.key) }) else {
            throw SealError(.broken, "beside what is sealed stands something that its worker did not write there")
        }
        let members = try seal.open(sealed, as: .result, of: id)
        var opened: JSONObject = [:]
        for member in result {
            guard member.key == key else {
                opened[member.key] = member.value
                continue
            }
            // What the engine wrote itself stays as it is.
            for inner in members.objectValue ?? [:] where result[inner.key] == nil { opened[inner.key] = inner.value }
        }
        return opened
    }

    /// A sealed result envelope as it may be shown unopened, without what somebody put beside what is sealed; itself if nothing
    /// is sealed.
    public static func shut(result: JSONObject) -> JSONObject {
        guard isSealed(result: result) else { return result }
        var shut: JSONObject = [:]
        for member in result where mayBeClear(member.key) { shut[member.key] = member.value }
        return shut
    }

    private static func mayBeClear(_ name: String) -> Bool { name == key || ResultEnvelope.ownKeys.contains(name) }

    /// A job's bytes with the payload as handlers get it; themselves if it is not sealed, or is no job.
    public static func opened(job: [UInt8], with seal: any JobSeal) throws(SealError) -> [UInt8] {
        guard let envelope = try? JSONValue(parsing: job), let id = envelope["id"]?.stringValue,
            let payload = envelope["payload"], isSealed(payload: payload), let sealed = payload[key]
        else { return job }
        return replacingPayload(of: job, with: try seal.open(sealed, as: .payload, of: id))
    }

    /// A job's bytes with the payload sealed; themselves if it is sealed already, or is no job that has one.
    ///
    /// Which pages beside the queue the payload names stays clear, as `blobs`: they are kept as long as a dead letter.
    public static func sealed(job: [UInt8], with seal: any JobSeal) throws(SealError) -> [UInt8] {
        guard let envelope = try? JSONValue(parsing: job), let payload = envelope["payload"], !payload.isNull,
            !isSealed(payload: payload), let id = envelope["id"]?.stringValue
        else { return job }
        var sealed = try seal.seal(payload, as: .payload, of: id)
        let blobs = BlobReferences(in: payload).references
        if var object = sealed.objectValue, !blobs.isEmpty {
            object["blobs"] = .array(blobs.map { .string($0) })
            sealed = .object(object)
        }
        return replacingPayload(of: job, with: [key: sealed])
    }

    /// The other members stay byte for byte. Of several payloads, of which only one counts, none is left as it was.
    private static func replacingPayload(of job: [UInt8], with payload: JSONValue) -> [UInt8] {
        guard let members = try? JSONScanner.topLevelMembers(of: job) else { return job }
        let text = payload.serialized()
        var bytes = job
        for member in members.reversed() where member.key == "payload" {
            bytes.replaceSubrange(member.valueRange, with: text)
        }
        return bytes
    }
}
