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
        collector = ResponseCollector(maximumBodyBytes: waiting.order.request.maximumResponseBytes)
    }

    var order: TransferOrder { waiting.order }
    var headerLines: UnsafeMutablePointer<curl_slist>? { headerList.pointer }
    var sawHeaders: Bool { collector.sawHeaders }

    /// When the loop must look at this transfer next: the first byte's deadline until it is here, then the total one.
    var deadline: ContinuousClock.Instant {
        guard !sawHeaders, let firstByte = order.request.timeouts.firstByte else { return order.deadline }
        return min(order.deadline, startedAt + firstByte)
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

    func receiveHeaderLine(_ line: UnsafeRawBufferPointer) -> Bool {
        proceed(collector.receiveHeaderLine(line), orAbortWith: .responseTooLarge)
    }

    func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let isWithinBounds = collector.receiveBody(bytes) { easy.offset(CURLINFO_CONTENT_LENGTH_DOWNLOAD_T) }
        return proceed(isWithinBounds, orAbortWith: .responseTooLarge)
    }

    /// Copies the next piece of the body and returns its length; 0 at the end.
    func supplyBody(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard let body = order.request.body else { return 0 }
        let count = min(buffer.count, body.count - uploadOffset)
        body.withUnsafeBytes { buffer.copyMemory(from: .init(rebasing: $0[uploadOffset..<uploadOffset + count])) }
        uploadOffset += count
        return count
    }

    /// libcurl sends the body again, after a redirect or on a fresh connection.
    func rewindBody(to offset: Int) -> Bool {
        guard (0...(order.request.body?.count ?? 0)).contains(offset) else { return false }
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
