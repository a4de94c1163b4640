// SPDX-License-Identifier: Apache-2.0

/// The last word on a delivery, written in one transition.
public enum Settlement: Sendable {
    /// A terminal result.
    case finish(jobID: String, result: [UInt8])
    /// These bytes come back after a delay.
    case later(bytes: [UInt8], delay: Duration)
    /// The same bytes go back to the head of the line.
    case release
    /// A dead letter with the job's original bytes (nil: the delivery's), and the terminal result that tells of it.
    indirect case bury(DeadLetter, original: [UInt8]?, result: [UInt8])

    /// About how large it is, for the bounds of what is sent together.
    var byteCount: Int {
        switch self {
        case .finish(_, let result): result.count
        case .later(let bytes, _): bytes.count
        case .release: 0
        // The record is bounded: its attempts are.
        case .bury(_, let original, let result): (original?.count ?? 0) + result.count + JobRun.maximumBytes
        }
    }
}
