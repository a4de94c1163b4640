// SPDX-License-Identifier: Apache-2.0

import CCurl
import HTTPTypes

extension ActiveTransfer {
    /// Sets up the easy handle, which must be fresh or reset; false if libcurl refuses an option.
    func configureHandle(_ configuration: CurlTransportConfiguration) -> Bool {
        setTarget(configuration)
        setConnection(configuration)
        setMethod()
        setCallbacks()
        return easy.setupResult == CURLE_OK
    }

    private func setTarget(_ configuration: CurlTransportConfiguration) {
        let protocols = configuration.allowsPlainHTTP ? "http,https" : "https"
        easy.set(CURLOPT_URL, order.url.text)
        easy.set(CURLOPT_PROTOCOLS_STR, protocols)
        easy.set(CURLOPT_REDIR_PROTOCOLS_STR, protocols)
        easy.set(CURLOPT_FOLLOWLOCATION, order.request.maximumRedirects > 0)
        easy.set(CURLOPT_MAXREDIRS, min(max(0, order.request.maximumRedirects), 50))
        easy.set(CURLOPT_HTTPHEADER, list: headerLines)
    }

    private func setConnection(_ configuration: CurlTransportConfiguration) {
        // Behind a proxy the guard would see the proxy's address.
        easy.set(CURLOPT_PROXY, "")
        easy.set(CURLOPT_NOSIGNAL, true)
        easy.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS)
        easy.set(CURLOPT_TCP_KEEPALIVE, true)
        // Otherwise giving up on a transfer whose name is being resolved blocks all others until it is.
        easy.set(CURLOPT_QUICK_EXIT, true)
        easy.set(CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(order.request.timeouts.connect))
        if let path = order.request.unixSocketPath { easy.set(CURLOPT_UNIX_SOCKET_PATH, path) }
        if let file = configuration.caFile { easy.set(CURLOPT_CAINFO, file) }
    }

    private func setMethod() {
        let method = order.request.method
        let length = order.request.body?.count
        switch method {
        case .get where length == nil:
            easy.set(CURLOPT_HTTPGET, true)
        case .head where length == nil:
            easy.set(CURLOPT_NOBODY, true)
        case .put:
            easy.set(CURLOPT_UPLOAD, true)
            easy.set(CURLOPT_INFILESIZE_LARGE, offset: length ?? 0)
        case _ where method == .post || length != nil:
            easy.set(CURLOPT_POST, true)
            easy.set(CURLOPT_POSTFIELDSIZE_LARGE, offset: length ?? 0)
            if method != .post { easy.set(CURLOPT_CUSTOMREQUEST, method.rawValue) }
        default:
            easy.set(CURLOPT_CUSTOMREQUEST, method.rawValue)
        }
        // Small bodies need no more than the smallest buffer; large ones gain by fewer reads and writes.
        if let length { easy.set(CURLOPT_UPLOAD_BUFFERSIZE, min(max(length, 16 * 1024), 128 * 1024)) }
    }

    /// libcurl takes 0 for its default of five minutes, so nothing less than a millisecond can be said.
    private static func milliseconds(_ duration: Duration) -> Int {
        min(max(1, duration.wholeMilliseconds), Int(Int32.max))
    }
}
