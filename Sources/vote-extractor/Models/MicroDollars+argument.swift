// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import ModelClient

extension MicroDollars: ExpressibleByArgument {
    /// An amount above zero as it is written on the command line, such as `0.05`.
    public init?(argument: String) {
        self.init(argument)
        guard millionths > 0 else { return nil }
    }
}
