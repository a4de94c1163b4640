// SPDX-License-Identifier: Apache-2.0

extension DogStatsDClient {
    /// A client with the service, env, version and tags of this configuration on every metric.
    public convenience init(_ tracing: DatadogTracingConfiguration) {
        var tags = [("service", tracing.service)]
        if let env = tracing.env { tags.append(("env", env)) }
        if let version = tracing.version { tags.append(("version", version)) }
        tags += tracing.tags.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        self.init(configuration: tracing.metrics, tags: tags, containerID: ContainerIdentity.current.entityID)
    }

    /// Sends `runtime.swift.*`, read every ten seconds.
    func observeProcess() {
        let runtime = RuntimeMetrics()
        observe(every: RuntimeMetrics.interval) { runtime.record(.current(), at: .now, to: $0) }
    }

    /// Sends `datadog.tracer.*`.
    func observe(_ statistics: TracingStatistics) {
        let health = HealthMetrics()
        observe { health.record(statistics.snapshot, to: $0) }
    }
}
