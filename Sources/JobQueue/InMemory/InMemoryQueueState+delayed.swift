// SPDX-License-Identifier: Apache-2.0

extension InMemoryQueueState {
    /// Puts a job off until it is due.
    mutating func put(_ job: DelayedJob, isBegun: Bool) {
        let place = later.firstIndex { $0.job.due > job.due } ?? later.endIndex
        later.insert((job, isBegun), at: place)
    }

    /// False if the job is not put off any more.
    mutating func hasten(_ job: DelayedJob, now: Moment) -> Bool {
        guard let place = later.firstIndex(where: { $0.job.delivery == job.delivery }) else { return false }
        var (hastened, isBegun) = later.remove(at: place)
        hastened.due = min(hastened.due, now)
        hastened.bytes = job.bytesWithoutWait ?? hastened.bytes
        put(hastened, isBegun: isBegun)
        return true
    }
}
