// SPDX-License-Identifier: Apache-2.0

import CCurl
import HTTPTypes

extension ActiveTransfer {
    /// Sets up the easy handle, which must be fresh or reset; false if libcurl refuses an option.
    func configureHandle(_ configuration: CurlTransportConfiguration) -> Bool {
        setTarget(configuration)
        setConnection(configuration)
        setMethod()
        setSignature()
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
        switch method {
        case .get where !order.hasBody:
            easy.set(CURLOPT_HTTPGET, true)
        case .head where !order.hasBody:
            easy.set(CURLOPT_NOBODY, true)
        case .put:
            easy.set(CURLOPT_UPLOAD, true)
            easy.set(CURLOPT_INFILESIZE_LARGE, offset: order.bodyLength)
            easy.set(CURLOPT_UPLOAD_BUFFERSIZE, uploadBufferSize)
        case .post:
            setPostedBody()
        case _ where order.hasBody:
            setPostedBody()
            easy.set(CURLOPT_CUSTOMREQUEST, method.rawValue)
            // A redirect turns POST into GET, but leaves another name of the method as it is: then the body stays too.
            easy.set(CURLOPT_POSTREDIR, ccurl_redirect_post_all)
        default:
            easy.set(CURLOPT_CUSTOMREQUEST, method.rawValue)
        }
    }

    private func setSignature() {
        guard let signature = order.request.signature else { return }
        easy.set(CURLOPT_AWS_SIGV4, signature.scope)
        easy.set(CURLOPT_USERNAME, signature.keyID)
        easy.set(CURLOPT_PASSWORD, signature.secret)
    }

    /// A small body is copied, since libcurl then sends it in one piece with the headers; a large one is read from the
    /// request as it goes out.
    private func setPostedBody() {
        easy.set(CURLOPT_POST, true)
        easy.set(CURLOPT_POSTFIELDSIZE_LARGE, offset: order.bodyLength)
        easy.set(CURLOPT_UPLOAD_BUFFERSIZE, uploadBufferSize)
        guard let body = order.request.body, (1...Self.smallBody).contains(body.count) else { return }
        body.withUnsafeBytes { bytes in
            if let base = bytes.baseAddress { easy.note(ccurl_copy_post_fields(easy.pointer, base)) }
        }
    }

    /// Small bodies need no more than the smallest buffer; large ones gain by fewer reads and writes.
    private var uploadBufferSize: Int { min(max(order.bodyLength, Self.smallBody), 128 * 1024) }

    private static let smallBody = 16 * 1024

    /// libcurl takes 0 for its default of five minutes, so nothing less than a millisecond can be said.
    private static func milliseconds(_ duration: Duration) -> Int {
        min(max(1, duration.wholeMilliseconds), Int(Int32.max))
    }
}
