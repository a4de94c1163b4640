// SPDX-License-Identifier: Apache-2.0

import CCurl
import Glibc

extension ActiveTransfer {
    /// libcurl calls these on the loop's thread, from within `curl_multi_perform`, while the loop holds this object.
    func setCallbacks() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        easy.set(CURLOPT_PRIVATE, context: context)
        setReceiving(context)
        setSending(context)
        setBeginning(context)
        setOpeningSockets(context)
    }

    /// The transfer that a handle with ``setCallbacks()`` belongs to.
    static func of(_ easy: UnsafeMutableRawPointer) -> ActiveTransfer? {
        var context: UnsafeMutableRawPointer?
        guard ccurl_get_pointer(easy, CURLINFO_PRIVATE, &context) == CURLE_OK, let context else { return nil }
        return at(context)
    }

    private static func at(_ context: UnsafeMutableRawPointer) -> ActiveTransfer {
        Unmanaged.fromOpaque(context).takeUnretainedValue()
    }

    private func setReceiving(_ context: UnsafeMutableRawPointer) {
        easy.set(CURLOPT_HEADERDATA, context: context)
        easy.note(
            ccurl_set_data_function(easy.pointer, CURLOPT_HEADERFUNCTION) { data, size, count, context in
                guard let context else { return 0 }
                let line = UnsafeRawBufferPointer(start: data, count: size * count)
                return ActiveTransfer.at(context).receiveHeaderLine(line) ? line.count : 0
            }
        )
        easy.set(CURLOPT_WRITEDATA, context: context)
        easy.note(
            ccurl_set_data_function(easy.pointer, CURLOPT_WRITEFUNCTION) { data, size, count, context in
                guard let context else { return 0 }
                let bytes = UnsafeRawBufferPointer(start: data, count: size * count)
                // A count other than the one given makes libcurl stop; 0 would do for all but an empty piece.
                return ActiveTransfer.at(context).receiveBody(bytes) ? bytes.count : bytes.count + 1
            }
        )
    }

    private func setSending(_ context: UnsafeMutableRawPointer) {
        easy.set(CURLOPT_READDATA, context: context)
        easy.note(
            ccurl_set_data_function(easy.pointer, CURLOPT_READFUNCTION) { data, size, count, context in
                guard let context else { return Int(CURL_READFUNC_ABORT) }
                let buffer = UnsafeMutableRawBufferPointer(start: data, count: size * count)
                return ActiveTransfer.at(context).supplyBody(into: buffer) ?? Int(CURL_READFUNC_ABORT)
            }
        )
        easy.set(CURLOPT_SEEKDATA, context: context)
        easy.note(
            ccurl_set_seek_function(easy.pointer) { context, offset, origin in
                guard let context, origin == SEEK_SET, ActiveTransfer.at(context).rewindBody(to: Int(offset)) else {
                    return CURL_SEEKFUNC_FAIL
                }
                return CURL_SEEKFUNC_OK
            }
        )
    }

    private func setBeginning(_ context: UnsafeMutableRawPointer) {
        easy.set(CURLOPT_PREREQDATA, context: context)
        easy.note(
            ccurl_set_prerequest_function(easy.pointer) { context, _, _, _, _ in
                guard let context, ActiveTransfer.at(context).maySend() else { return CURL_PREREQFUNC_ABORT }
                return CURL_PREREQFUNC_OK
            }
        )
    }

    private func setOpeningSockets(_ context: UnsafeMutableRawPointer) {
        easy.set(CURLOPT_OPENSOCKETDATA, context: context)
        easy.note(
            ccurl_set_open_socket_function(easy.pointer) { context, _, address in
                guard let context, let address else { return CURL_SOCKET_BAD }
                let target = address.pointee
                let ip = IPAddress(socketAddress: ccurl_address(address), length: Int(target.addrlen))
                guard ActiveTransfer.at(context).permits(ip) else { return CURL_SOCKET_BAD }
                // libcurl by itself would let child processes inherit it.
                return socket(target.family, target.socktype | Int32(SOCK_CLOEXEC.rawValue), target.protocol)
            }
        )
    }
}
