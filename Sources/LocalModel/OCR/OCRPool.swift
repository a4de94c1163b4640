// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import Synchronization

/// A fixed number of threads, each with its own Tesseract engines, behind a bounded queue.
///
/// Recognition takes seconds of processor time, so it never runs on Swift's cooperative threads.
final class OCRPool: Sendable {
    private struct Job {
        let bytes: [UInt8]
        let deadline: ContinuousClock.Instant
        let continuation: CheckedContinuation<Result<PageText, LocalModelError>, Never>
    }

    private struct State {
        var waiting: [Job] = []
        var isStopped = false
        /// Threads that have engines, or are opening them.
        var threads = 0
        var awaitingEnd: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let available = DispatchSemaphore(value: 0)
    private let languages: [String]
    private let threads: Int
    private let maximumWaiting: Int

    init(languages: [String], threads: Int, maximumWaiting: Int) {
        self.languages = languages
        self.threads = max(threads, 1)
        self.maximumWaiting = max(maximumWaiting, 1)
    }

    /// Starts the threads and returns when each has its engines, or throws why one has not.
    func start() async throws(LocalModelError) {
        for _ in 0..<threads {
            let opened = await withCheckedContinuation { startThread(reporting: $0) }
            if case .failure(let error) = opened {
                await stop()
                throw error
            }
        }
    }

    /// Reads one page image; fails at once when as many pages wait as may wait.
    func read(_ bytes: [UInt8], deadline: ContinuousClock.Instant) async throws(LocalModelError) -> PageText {
        let result = await withCheckedContinuation { continuation in
            let refusal = enqueue(Job(bytes: bytes, deadline: deadline, continuation: continuation))
            if let refusal {
                continuation.resume(returning: .failure(refusal))
            } else {
                available.signal()
            }
        }
        return try result.get()
    }

    /// Ends the threads after their present page, and returns when their engines are closed; pages that wait fail.
    ///
    /// Tesseract complains of a leak of each engine that is still open when the process ends.
    func stop() async {
        let dropped = state.withLock { state in
            state.isStopped = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for job in dropped {
            job.continuation.resume(returning: .failure(Self.stopped))
        }
        for _ in 0..<threads {
            available.signal()
        }
        await withCheckedContinuation { continuation in
            let hasEnded = state.withLock { state in
                if state.threads > 0 { state.awaitingEnd.append(continuation) }
                return state.threads == 0
            }
            if hasEnded { continuation.resume() }
        }
    }

    private func threadEnded() {
        let awaiting = state.withLock { state in
            state.threads -= 1
            guard state.threads == 0 else { return [] as [CheckedContinuation<Void, Never>] }
            defer { state.awaitingEnd = [] }
            return state.awaitingEnd
        }
        for continuation in awaiting { continuation.resume() }
    }

    private static let stopped = LocalModelError(.shutDown, "The local model is stopping; try another replica.")

    private func enqueue(_ job: Job) -> LocalModelError? {
        state.withLock { state in
            guard !state.isStopped else { return Self.stopped }
            guard state.waiting.count < maximumWaiting else {
                return LocalModelError(.overloaded, "The model is overloaded: \(maximumWaiting) pages wait already.")
            }
            state.waiting.append(job)
            return nil
        }
    }

    private func startThread(reporting opened: CheckedContinuation<Result<Void, LocalModelError>, Never>) {
        state.withLock { $0.threads += 1 }
        let thread = Thread { [self] in
            defer { threadEnded() }
            OpenMP.useOneThread()
            do throws(LocalModelError) {
                let reader = try PageReader.open(languages: languages)
                opened.resume(returning: .success(()))
                work(with: reader)
            } catch {
                opened.resume(returning: .failure(error))
            }
        }
        thread.name = "local-model-ocr"
        thread.stackSize = 8 << 20
        thread.start()
    }

    private func work(with reader: consuming PageReader) {
        while let job = nextJob() {
            let result: Result<PageText, LocalModelError>
            do throws(LocalModelError) {
                result = .success(try reader.read(job.bytes, deadline: job.deadline))
            } catch {
                result = .failure(error)
            }
            job.continuation.resume(returning: result)
        }
    }

    private func nextJob() -> Job? {
        while true {
            available.wait()
            let (job, isStopped) = state.withLock { state in
                (state.waiting.isEmpty ? nil : state.waiting.removeFirst(), state.isStopped)
            }
            if let job { return job }
            if isStopped { return nil }
        }
    }
}
