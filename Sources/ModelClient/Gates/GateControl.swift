// SPDX-License-Identifier: Apache-2.0

/// A store of gates that people can look at and overrule.
public protocol GateControl: GateStore {
    /// The gates that were asked of late, in the order of their names.
    func gates() async throws -> [GateStatus]

    /// Lets no call through for so long, a week at most, whatever comes of those under way.
    func close(_ key: String, for duration: Duration) async throws

    /// Ends whatever keeps calls back: a closing, a refusal after failures, a provider's wait. The slowed rate stays.
    func open(_ key: String) async throws

    /// Forgets all that was learnt about the model.
    func reset(_ key: String) async throws
}
