// SPDX-License-Identifier: Apache-2.0

/// What the tracer says about itself.
package enum TracerVersion {
    package static let tracer = "0.1.0"

    #if compiler(>=6.4)
    static let language = "6.4"
    #elseif compiler(>=6.3)
    static let language = "6.3"
    #else
    static let language = "6.2"
    #endif
}
