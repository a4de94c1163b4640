// SPDX-License-Identifier: Apache-2.0

public import JSON

extension SealedForm {
    /// The members of a result as they may lie in the store. What the engine writes such members of itself stays clear: calls,
    /// times and the trace hold nothing of what was read. The status is among what is sealed, too, so that it cannot be changed.
    static func sealed(
        _ members: JSONObject,
        status: String,
        of jobID: String,
        with seal: any JobSeal
    ) throws(SealError) -> JSONObject {
        var clear: JSONObject = [:]
        var hidden: JSONObject = ["status": .string(status)]
        for member in members {
            if ResultEnvelope.ownKeys.contains(member.key) {
                clear[member.key] = member.value
            } else {
                hidden[member.key] = member.value
            }
        }
        clear[key] = try seal.seal(.object(hidden), as: .result, of: jobID)
        return clear
    }

    /// A result envelope with its sealed members in their places; itself if nothing is sealed.
    ///
    /// The engine's own members are clear and, but for the status, bound to nothing. Any other that stands clear beside what
    /// is sealed was put there by somebody without the key: such an envelope is ``SealError/Code/broken``.
    public static func opened(result: JSONObject, with seal: any JobSeal) throws(SealError) -> JSONObject {
        guard isSealed(result: result), let sealed = result[key] else { return result }
        guard let id = result["job_id"]?.stringValue else {
            throw SealError(.broken, "a sealed result has no job_id that it could be for")
        }
        guard result.allSatisfy({ mayBeClear($0.key) }) else {
            throw SealError(.broken, "beside what is sealed stands something that its worker did not write there")
        }
        let members = try seal.open(sealed, as: .result, of: id)
        guard members["status"] == result["status"] else {
            throw SealError(.broken, "the status is not the one that its worker sealed")
        }
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

    /// A result envelope as it may be shown unopened: of a sealed one without what somebody put beside what is sealed, of a
    /// plain one without what handlers made.
    public static func shut(result: JSONObject) -> JSONObject {
        var shut: JSONObject = [:]
        for member in result where mayBeClear(member.key) { shut[member.key] = member.value }
        return shut
    }

    /// Whether a plain result holds something that would be sealed where all is. One of a failure does not.
    public static func holdsPlainContent(result: JSONObject) -> Bool {
        !isSealed(result: result) && !result.allSatisfy { ResultEnvelope.ownKeys.contains($0.key) }
    }

    private static func mayBeClear(_ name: String) -> Bool { name == key || ResultEnvelope.ownKeys.contains(name) }
}
