// SPDX-License-Identifier: Apache-2.0

extension ErrorClass {
    /// What to do about a failure of this class.
    public var policy: ErrorPolicy {
        // A class nobody described is a surprise; the table always holds the row for surprises.
        Self.policies[self] ?? Self.surprise
    }

    /// Every class that has a policy of its own.
    public static var known: [ErrorClass] { Array(policies.keys) }

    private static let surprise = row(0, .never, .slowly, burns: true)

    /// The table; the only place that says what happens after which failure.
    ///
    /// For `output.*` the one retry is a re-ask that names the errors. A refused configuration opens the circuit only
    /// when it is refused again and again: a single one may be the doing of one odd job.
    private static let policies: [ErrorClass: ErrorPolicy] = [
        .inputNotFound: row(0, .never, .never, burns: true),
        .inputForbidden: row(0, .never, .once, burns: true),
        .inputTransient: row(3, .never, .afterBackoff, burns: true, .counts),
        .inputTooLarge: row(0, .never, .never, burns: true),
        .inputUnsupported: row(0, .never, .never, burns: true),
        .inputCorrupt: row(0, .never, .never, burns: true),
        .inputHashMismatch: row(0, .never, .never, burns: true),
        .inputRefused: row(0, .never, .never, burns: true),
        .inputKeyMissing: row(0, .never, .whenMended, burns: false),

        .rateLimited: row(3, .always, .notBefore, burns: false, .slows),
        .capacity: row(3, .early, .afterBackoff, burns: false, .counts),
        .quotaExhausted: row(0, .always, .notBefore, burns: false, .opens),
        .server: row(2, .always, .afterBackoff, burns: true, .counts),
        .timeout: row(1, .always, .afterBackoff, burns: true, .counts),
        .auth: row(0, .always, .release, burns: false, .opens),
        .modelNotFound: row(0, .always, .release, burns: false, .opens),
        .badConfig: row(0, .always, .slowly, burns: false, .counts),
        .contextWindow: row(0, .always, .never, burns: true, .proves),
        .safetyBlock: row(0, .onlyIfAllowed, .never, burns: true, .proves),
        .refusal: row(0, .onlyIfAllowed, .never, burns: true, .proves),
        .recitation: row(0, .onlyIfAllowed, .never, burns: true, .proves),
        .truncated: row(1, .always, .never, burns: true, .proves),
        .empty: row(1, .always, .afterBackoff, burns: true, .proves),
        .incomplete: row(2, .always, .afterBackoff, burns: true, .counts),
        .loop: row(1, .always, .never, burns: true, .proves),
        .superseded: row(0, .never, .never, burns: false),

        .outputMalformed: row(1, .always, .never, burns: true),
        .outputSchema: row(1, .always, .never, burns: true),
        .outputDomain: row(1, .always, .review, burns: true),

        .budgetExceeded: row(0, .always, .nextWindow, burns: false),
        .jobDeadline: row(0, .never, .never, burns: false),
        .workerCrash: row(0, .never, .afterBackoff, burns: false),
        .workerShutdown: row(0, .never, .release, burns: false),
        .workerOverloaded: row(3, .never, .afterBackoff, burns: false),
        .internal: surprise,
    ]

    private static func row(
        _ sameModelRetries: Int,
        _ fallback: ErrorPolicy.Fallback,
        _ requeue: ErrorPolicy.Requeue,
        burns: Bool,
        _ breaker: ErrorPolicy.Breaker = .ignores
    ) -> ErrorPolicy {
        ErrorPolicy(
            sameModelRetries: sameModelRetries,
            fallback: fallback,
            requeue: requeue,
            burnsAttempt: burns,
            breaker: breaker
        )
    }
}
