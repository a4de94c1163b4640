// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue

extension DashboardSources {
    /// A job's bytes, opened as far as the keys go; and what to say of those that stay sealed.
    func opened(job bytes: [UInt8]) -> (bytes: [UInt8], note: String?) {
        guard let key = SealedForm.keyID(ofJob: bytes) else { return (bytes, nil) }
        guard let seal else { return (bytes, "The job is sealed with the key \(key); this dashboard has none.") }
        do throws(SealError) {
            return (try SealedForm.opened(job: bytes, with: seal), nil)
        } catch {
            return (bytes, "The job stays sealed: \(error.message).")
        }
    }
}
