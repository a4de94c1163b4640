// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import Sealing

/// Opens what commands print, as far as the keys go, and says of what it cannot.
struct Unsealer {
    let seal: ContentSeal?

    /// A result envelope as it is printed.
    func result(_ bytes: [UInt8]) -> [UInt8] {
        guard let value = try? JSONValue(parsing: bytes), let object = value.objectValue,
            SealedForm.isSealed(result: object)
        else { return bytes }
        guard let seal else {
            complain("the result of \(object["job_id"]?.stringValue ?? "a job")", SealedForm.keyID(of: value))
            return bytes
        }
        do throws(SealError) {
            return JSONValue.object(try SealedForm.opened(result: object, with: seal)).serialized()
        } catch {
            Terminal.complain("the result of \(object["job_id"]?.stringValue ?? "a job") stays sealed: \(error)")
            return JSONValue.object(SealedForm.shut(result: object)).serialized()
        }
    }

    /// A job as it is printed.
    func job(_ bytes: [UInt8]) -> [UInt8] {
        guard let payload = (try? JSONValue(parsing: bytes))?["payload"], SealedForm.isSealed(payload: payload) else {
            return bytes
        }
        guard let seal else {
            complain("the payload", SealedForm.keyID(of: payload))
            return bytes
        }
        do throws(SealError) {
            return try SealedForm.opened(job: bytes, with: seal)
        } catch {
            Terminal.complain("the payload stays sealed: \(error)")
            return bytes
        }
    }

    private func complain(_ what: String, _ key: String?) {
        Terminal.complain(
            "\(what) is sealed with the key \(key ?? "?") and printed as it is: give VOTE_EXTRACTOR_SEALING_KEYS to open it"
        )
    }
}
