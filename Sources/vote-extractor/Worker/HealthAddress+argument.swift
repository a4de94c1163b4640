// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import WorkerHealth

extension HealthAddress: ExpressibleByArgument {
    /// An address as it is written on the command line.
    public init?(argument: String) { self.init(argument) }

    /// Where to ask: who listens on all addresses is asked on this machine's own.
    var reachable: HealthAddress {
        switch host {
        case "0.0.0.0": HealthAddress("127.0.0.1:\(port)") ?? self
        case "::": HealthAddress("[::1]:\(port)") ?? self
        default: self
        }
    }
}
