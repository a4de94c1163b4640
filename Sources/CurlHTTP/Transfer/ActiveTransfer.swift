// SPDX-License-Identifier: Apache-2.0

import CCurl
import HTTPTypes

/// A transfer that libcurl is working on.
///
/// Confined to the loop's thread, where libcurl calls back too. The loop holds it from before the easy handle joins the
/// multi handle until after it has left, so the unretained pointers in the easy handle stay good for that long.
final class ActiveTransfer {
    let waiting: WaitingTransfer
    let easy: EasyHandle
    let startedAt: ContinuousClock.Instant
    private let headerList: HeaderList
    private let addressGuard: AddressGuard?
    private var collector: ResponseCollector
    private var uploadOffset = 0
    /// Whether the request was begun and no answer to it has, not even an interim one.
    private var isUnanswered = false
    private var lastReceivedAt: ContinuousClock.Instant
    /// Why a callback of ours made libcurl stop.
    private(set) var abortCode: HTTPTransportError.Code?

    /// Nil when libcurl has no memory for it.
    init?(_ waiting: WaitingTransfer, easy: EasyHandle, addressGuard: AddressGuard?, now: ContinuousClock.Instant) {
        guard let headerList = HeaderList(waiting.order.headerLines) else { return nil }
        self.waiting = waiting
        self.easy = easy
        self.headerList = headerList
        self.addressGuard = addressGuard
        startedAt = now
        lastReceivedAt = now
        collector = ResponseCollector(maximumBodyBytes: waiting.order.request.maximumResponseBytes)
    }

    var order: TransferOrder { waiting.order }
    var headerLines: UnsafeMutablePointer<curl_slist>? { headerList.pointer }
    var sawHeaders: Bool { collector.sawHeaders }
    /// Whether the whole request has left, the body included.
    var requestWasSent: Bool {
        // By the time that libcurl would send it again, it has forgotten how much of it was sent.
        guard !sawHeaders, abortCode != .connectionLost else { return true }
        return easy.long(CURLINFO_REQUEST_SIZE) > 0 && easy.offset(CURLINFO_SIZE_UPLOAD_T) ?? 0 >= order.bodyLength
    }

    /// When this transfer has taken too long: for the first byte until it is here, then for the next one, or in all.
    var deadline: ContinuousClock.Instant {
        let timeouts = order.request.timeouts
        let next = sawHeaders ? timeouts.idle.map { lastReceivedAt + $0 } : timeouts.firstByte.map { startedAt + $0 }
        return min(order.deadline, next ?? order.deadline)
    }

    /// When the loop must look at the deadline again: it may have come nearer, but not by more than the idle time.
    func nextLook(_ now: ContinuousClock.Instant) -> ContinuousClock.Instant {
        min(deadline, order.request.timeouts.idle.map { now + $0 } ?? deadline)
    }

    /// What a transfer past its deadline was waiting for.
    func awaitedPart(_ now: ContinuousClock.Instant) -> String {
        if order.deadline <= now { return "the end of the response" }
        return sawHeaders ? "more of the response" : "an answer"
    }

    /// The response, once libcurl says that the transfer has succeeded.
    func response() throws(HTTPTransportError) -> HTTPTransportResponse {
        let status = easy.long(CURLINFO_RESPONSE_CODE)
        guard (100...999).contains(status) else {
            throw HTTPTransportError(
                code: .protocolViolation,
                message: "The answer has no status (\(order.url.origin))"
            )
        }
        return HTTPTransportResponse(status: .init(code: status), headers: collector.headers, body: collector.body)
    }

    // MARK: What libcurl's callbacks ask for

    /// Whether the request may be sent now. When a connection that was used before ends without an answer, libcurl would
    /// send it again on a new one, and nobody would hear of that: what may not be done twice is not.
    func maySend() -> Bool {
        let isAgain = isUnanswered && !Self.idempotent.contains(order.request.method)
        isUnanswered = true
        return proceed(!isAgain, orAbortWith: .connectionLost)
    }

    /// RFC 9110, 9.2.2.
    private static let idempotent: Set<HTTPRequest.Method> = [.get, .head, .put, .delete, .options, .trace]

    func receiveHeaderLine(_ line: UnsafeRawBufferPointer) -> Bool {
        isUnanswered = false
        lastReceivedAt = .now
        return proceed(collector.receiveHeaderLine(line), orAbortWith: .responseTooLarge)
    }

    func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        lastReceivedAt = .now
        if let sink = order.request.sink, (200..<300).contains(easy.long(CURLINFO_RESPONSE_CODE)) {
            guard proceed(collector.count(bytes, announced: announcedLength), orAbortWith: .responseTooLarge) else {
                return false
            }
            return proceed(sink.receive(bytes), orAbortWith: .stopped)
        }
        return proceed(collector.receiveBody(bytes, announced: announcedLength), orAbortWith: .responseTooLarge)
    }

    private func announcedLength() -> Int? { easy.offset(CURLINFO_CONTENT_LENGTH_DOWNLOAD_T) }

    /// Copies the next piece of the body and returns its length, 0 at the end; nil when a source gives no proper one.
    func supplyBody(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
        if let source = order.request.bodySource { return supplyBody(of: source, into: buffer) }
        guard let body = order.request.body else { return 0 }
        let count = min(buffer.count, body.count - uploadOffset)
        body.withUnsafeBytes { buffer.copyMemory(from: .init(rebasing: $0[uploadOffset..<uploadOffset + count])) }
        uploadOffset += count
        return count
    }

    private func supplyBody(of source: any HTTPBodySource, into buffer: UnsafeMutableRawBufferPointer) -> Int? {
        let expected = min(buffer.count, source.byteCount - uploadOffset)
        guard expected > 0 else { return 0 }
        let count = source.copyBytes(from: uploadOffset, into: .init(rebasing: buffer[..<expected]))
        guard proceed((1...expected).contains(count), orAbortWith: .invalidRequest) else { return nil }
        uploadOffset += count
        return count
    }

    /// libcurl sends the body again, after a redirect or on a fresh connection.
    func rewindBody(to offset: Int) -> Bool {
        guard (0...order.bodyLength).contains(offset) else { return false }
        uploadOffset = offset
        return true
    }

    /// Whether a socket to the address may be opened; nil is an address of neither IP version.
    func permits(_ address: IPAddress?) -> Bool {
        guard let addressGuard else { return true }
        guard let address else { return proceed(false, orAbortWith: .addressRefused) }
        return proceed(addressGuard.permits(address, host: easy.currentHost), orAbortWith: .addressRefused)
    }

    private func proceed(_ isPermitted: Bool, orAbortWith code: HTTPTransportError.Code) -> Bool {
        if !isPermitted { abortCode = code }
        return isPermitted
    }
}
