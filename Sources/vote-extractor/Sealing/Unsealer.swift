// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import Sealing

/// Opens what commands print, as far as the keys go, and says of what it cannot.
struct Unsealer {
    let seal: ContentSeal?
    let requiresSealed: Bool

    init(_ options: SealingOptions, queue: String) throws {
        seal = try options.seal(of: queue)
        requiresSealed = options.requireSealed
    }

    /// A result envelope as it is printed.
    func result(_ bytes: [UInt8]) -> [UInt8] {
        guard let value = try? JSONValue(parsing: bytes), let object = value.objectValue else { return bytes }
        let name = "the result of \(object["job_id"]?.stringValue ?? "a job")"
        guard SealedForm.isSealed(result: object) else {
            guard requiresSealed, SealedForm.holdsPlainContent(result: object) else { return bytes }
            Terminal.complain("\(name) is plain, and with --require-sealed what it holds is not printed")
            return JSONValue.object(SealedForm.shut(result: object)).serialized()
        }
        guard let seal else {
            complain(name, SealedForm.keyID(of: value))
            return bytes
        }
        do throws(SealError) {
            return JSONValue.object(try SealedForm.opened(result: object, with: seal)).serialized()
        } catch {
            Terminal.complain("\(name) stays sealed: \(error)")
            return JSONValue.object(SealedForm.shut(result: object)).serialized()
        }
    }

    /// A job as it is printed.
    func job(_ bytes: [UInt8]) -> [UInt8] {
        guard let key = SealedForm.keyID(ofJob: bytes) else { return bytes }
        guard let seal else {
            complain("the job", key)
            return bytes
        }
        do throws(SealError) {
            return try SealedForm.opened(job: bytes, with: seal)
        } catch {
            Terminal.complain("the job stays sealed: \(error)")
            return bytes
        }
    }

    private func complain(_ what: String, _ key: String?) {
        Terminal.complain(
            "\(what) is sealed with the key \(key ?? "?") and printed as it is: give --sealing-keys-file to open it"
        )
    }
}
