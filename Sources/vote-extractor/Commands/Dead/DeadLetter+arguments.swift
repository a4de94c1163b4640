// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import JobQueue

extension DeadLetterReason: ExpressibleByArgument {}

extension DeadLetterGroup.Kind: ExpressibleByArgument {}
