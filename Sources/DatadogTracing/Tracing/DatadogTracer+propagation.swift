// SPDX-License-Identifier: Apache-2.0

import Synchronization
public import Tracing

extension DatadogTracer {
    /// Reads the trace and the baggage of a carrier into the context; what the carrier does not hold stays as it is.
    public func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier,
        into context: inout ServiceContext,
        using extractor: Extract
    ) where Extract.Carrier == Carrier {
        let extraction = propagator.extract { extractor.extract(key: $0, from: carrier) }
        if let received = extraction.context, received.hasTrace || context.datadogSpanContext == nil {
            context.datadogSpanContext = received
        }
        if !extraction.baggage.isEmpty { context.baggage = extraction.baggage }
        statistics.dropped(baggageItems: extraction.droppedBaggageItems)
    }

    /// Writes the trace and the baggage of the context into a carrier; the sampling decision is taken first.
    public func inject<Carrier, Inject: Injector>(
        _ context: ServiceContext,
        into carrier: inout Carrier,
        using injector: Inject
    ) where Inject.Carrier == Carrier {
        var headers: [PropagationHeader] = []
        switch context.activeTrace {
        case .local(let span):
            var (spanContext, sampling) = span.injectableContext
            headerTags.withLock { $0 }?(context, &spanContext.propagationTags)
            let error = propagator.inject(spanContext, sampling: sampling, into: &headers)
            if let error { span.trace.setPropagationError(error) }
        case .remote(let parent):
            _ = propagator.inject(parent.context, sampling: .inherited, into: &headers)
        case nil:
            break
        }
        statistics.dropped(baggageItems: propagator.inject(context.baggage, into: &headers))
        for header in headers { injector.inject(header.value, forKey: header.name, into: &carrier) }
    }
}
