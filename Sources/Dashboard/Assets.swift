// SPDX-License-Identifier: Apache-2.0

import Crypto
import HTTPTypes
import Hummingbird
import NIOCore

/// Style, script and icon, under addresses that change with them.
struct Assets: Sendable {
    static let prefix = "/assets/"

    let styleHref = Assets.href("style.css", PackageResources.style_css)
    let iconHref = Assets.href("icon.svg", PackageResources.icon_svg)
    let scriptHref = Assets.href("live.js", PackageResources.live_js)

    private static func href(_ name: String, _ bytes: [UInt8]) -> String {
        let digest = SHA256.hash(data: bytes).prefix(6).map {
            $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16)
        }
        return "\(prefix)\(digest.joined())/\(name)"
    }

    /// What an address of theirs leads to; nil for that of another version.
    func response(path: String) -> Response? {
        switch path {
        case styleHref: Self.response(PackageResources.style_css, "text/css; charset=utf-8")
        case scriptHref: Self.response(PackageResources.live_js, "text/javascript; charset=utf-8")
        case iconHref: Self.response(PackageResources.icon_svg, "image/svg+xml")
        default: nil
        }
    }

    private static func response(_ bytes: [UInt8], _ type: String) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = type
        headers[.cacheControl] = "private, max-age=31536000, immutable"
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
