// SPDX-License-Identifier: Apache-2.0

import CCurl
import Logging

/// Drives all transfers of a transport on one thread: takes the inbox, lets libcurl work, hands results out, waits.
///
/// Confined to its thread. It is the only one to touch libcurl, but for the wake-up.
final class TransferLoop {
    /// Idle handles beyond this are freed; each keeps a few kilobytes.
    private static let maximumIdleHandles = 64
    private static let longestWait = Duration.seconds(60)

    private let multi: MultiHandle
    private let inbox: TransferInbox
    private let configuration: CurlTransportConfiguration
    private let addressGuard: AddressGuard?
    private let clock = ContinuousClock()
    private var active: [ObjectIdentifier: ActiveTransfer] = [:]
    private var waiting: [WaitingTransfer] = []
    private var idleHandles: [EasyHandle] = []
    /// No deadline is earlier than this; when it passes, all are looked at and it is set anew.
    private var nextDeadline: ContinuousClock.Instant?
    private var shutdownContinuations: [CheckedContinuation<Void, Never>] = []
    private var isShuttingDown = false

    /// Starts a loop on a thread of its own; closes the inbox if that is not possible.
    static func start(inbox: TransferInbox, configuration: CurlTransportConfiguration, logger: Logger) {
        var logger = logger
        logger[metadataKey: "http.transport"] = "\(configuration.name)"
        guard let multi = MultiHandle() else {
            logger.critical("no libcurl handle for the transport")
            return refuseAll(inbox)
        }
        inbox.open(multi)
        let hasStarted = DedicatedThread.start(name: configuration.name) { [logger] in
            logger.debug("transport started")
            TransferLoop(multi, inbox, configuration).run()
            logger.debug("transport ended")
        }
        guard !hasStarted else { return }
        logger.critical("no thread for the transport")
        refuseAll(inbox)
        multi.cleanUp()
    }

    private static func refuseAll(_ inbox: TransferInbox) {
        // Nobody knows the inbox yet, so it holds nothing.
        _ = inbox.close()
    }

    private init(_ multi: MultiHandle, _ inbox: TransferInbox, _ configuration: CurlTransportConfiguration) {
        self.multi = multi
        self.inbox = inbox
        self.configuration = configuration
        addressGuard = AddressGuard(configuration.addressPolicy)
        let connections = max(1, configuration.maximumConcurrent)
        multi.set(CURLMOPT_MAXCONNECTS, connections)
        multi.set(CURLMOPT_MAX_HOST_CONNECTIONS, configuration.maximumConnectionsPerHost.map { max(1, $0) } ?? 0)
    }

    private func run() {
        while true {
            obey(inbox.takeAll())
            if isShuttingDown { break }
            startWaiting()
            multi.perform()
            finishDone()
            expire()
            startWaiting()
            multi.poll(for: timeToNextDeadline())
        }
        end()
    }

    private func obey(_ commands: [TransferInbox.Command]) {
        for command in commands {
            switch command {
            case .start(let transfer):
                waiting.append(transfer)
                lookAgain(by: transfer.order.deadline)
            case .cancel(let order):
                cancel(order)
            case .shutDown(let continuation):
                isShuttingDown = true
                if let continuation { shutdownContinuations.append(continuation) }
            }
        }
    }

    // MARK: Starting

    private func startWaiting() {
        let free = max(1, configuration.maximumConcurrent) - active.count
        guard !waiting.isEmpty, free > 0 else { return }
        let now = clock.now
        let next = waiting.prefix(free)
        waiting.removeFirst(next.count)
        for transfer in next { start(transfer, now) }
    }

    private func start(_ transfer: WaitingTransfer, _ now: ContinuousClock.Instant) {
        let order = transfer.order
        if order.isCancelled { return finish(transfer, .failure(.cancelled(order))) }
        guard let easy = idleHandles.popLast() ?? EasyHandle(),
            let started = ActiveTransfer(transfer, easy: easy, addressGuard: addressGuard, now: now),
            started.configureHandle(configuration),
            curl_multi_add_handle(multi.pointer, easy.pointer) == CURLM_OK
        else { return finish(transfer, .failure(.outOfMemory)) }
        active[ObjectIdentifier(order)] = started
        lookAgain(by: started.nextLook(now))
    }

    // MARK: Ending

    private func finishDone() {
        while let (easy, result) = multi.nextDone() {
            guard let transfer = ActiveTransfer.of(easy) else { continue }
            guard result == CURLE_OK else {
                release(transfer, .failure(HTTPTransportError(result, of: transfer)))
                continue
            }
            release(transfer, Result { () throws(HTTPTransportError) in try transfer.response() })
        }
    }

    private func cancel(_ order: TransferOrder) {
        if let transfer = active[ObjectIdentifier(order)] {
            release(transfer, .failure(.cancelled(order)))
        } else if let index = waiting.firstIndex(where: { $0.order === order }) {
            finish(waiting.remove(at: index), .failure(.cancelled(order)))
        }
    }

    /// Takes the transfer from libcurl, keeps its handle for another one and answers the caller.
    private func release(_ transfer: ActiveTransfer, _ result: TransferResult) {
        let result = result.mapError { $0.telling(whether: transfer.requestWasSent) }
        curl_multi_remove_handle(multi.pointer, transfer.easy.pointer)
        transfer.easy.reset()
        if idleHandles.count < Self.maximumIdleHandles { idleHandles.append(transfer.easy) }
        active[ObjectIdentifier(transfer.order)] = nil
        finish(transfer.waiting, result)
    }

    private func finish(_ transfer: WaitingTransfer, _ result: TransferResult) {
        inbox.transferEnded()
        transfer.continuation.resume(returning: result)
    }

    private func end() {
        // What arrived meanwhile is treated alike.
        obey(inbox.close())
        for transfer in active.values { release(transfer, .failure(.shutDown)) }
        for transfer in waiting { finish(transfer, .failure(.shutDown)) }
        waiting = []
        idleHandles = []
        multi.cleanUp()
        for continuation in shutdownContinuations { continuation.resume() }
    }

    // MARK: Deadlines

    private func lookAgain(by deadline: ContinuousClock.Instant) {
        nextDeadline = min(deadline, nextDeadline ?? deadline)
    }

    private func timeToNextDeadline() -> Duration {
        guard let nextDeadline else { return Self.longestWait }
        return min(max(.zero, nextDeadline - clock.now), Self.longestWait)
    }

    /// libcurl times neither the wait for a slot nor the first byte, so the loop keeps these deadlines itself.
    private func expire() {
        let now = clock.now
        guard let nextDeadline, nextDeadline <= now else { return }
        for transfer in active.values where transfer.deadline <= now {
            release(transfer, .failure(.timedOut(transfer.order, awaiting: transfer.awaitedPart(now))))
        }
        let late = waiting.filter { $0.order.deadline <= now }
        waiting.removeAll { $0.order.deadline <= now }
        for transfer in late { finish(transfer, .failure(.unstarted(transfer.order))) }
        self.nextDeadline = (active.values.map { $0.nextLook(now) } + waiting.map(\.order.deadline)).min()
    }
}
