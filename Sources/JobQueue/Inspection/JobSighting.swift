// SPDX-License-Identifier: Apache-2.0

/// What a queue knows of a job by its id.
public struct JobSighting: Sendable, Hashable {
    /// A run that is under way.
    public struct Run: Sendable, Hashable {
        /// The delivery number.
        public var delivery: Int64
        /// The worker that has it.
        public var worker: String
        /// Until when it is that worker's without a heartbeat.
        public var leaseEnd: Moment
        /// The envelope's bytes.
        public var bytes: [UInt8]

        /// Creates a run.
        public init(delivery: Int64, worker: String, leaseEnd: Moment, bytes: [UInt8]) {
            self.delivery = delivery
            self.worker = worker
            self.leaseEnd = leaseEnd
            self.bytes = bytes
        }
    }

    /// The run that is under way.
    public var run: Run?
    /// When it got its answer, as far back as the deduplication window reaches.
    public var answeredAt: Moment?
    /// When somebody asked for it not to be done.
    public var cancelRequestedAt: Moment?

    /// Creates a sighting.
    public init(run: Run?, answeredAt: Moment?, cancelRequestedAt: Moment?) {
        self.run = run
        self.answeredAt = answeredAt
        self.cancelRequestedAt = cancelRequestedAt
    }
}
