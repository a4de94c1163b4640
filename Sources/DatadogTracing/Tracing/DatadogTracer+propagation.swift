// SPDX-License-Identifier: Apache-2.0

public import Tracing

extension DatadogTracer {
    /// Reads the trace headers of a carrier into the context; without any the context stays as it is.
    public func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier,
        into context: inout ServiceContext,
        using extractor: Extract
    ) where Extract.Carrier == Carrier {
        let headers = { (name: String) in extractor.extract(key: name, from: carrier) }
        guard let extracted = propagator.extract(headers) else { return }
        context.datadogSpanContext = extracted
    }

    /// Writes the trace headers of the context's span into a carrier; the sampling decision is taken first.
    public func inject<Carrier, Inject: Injector>(
        _ context: ServiceContext,
        into carrier: inout Carrier,
        using injector: Inject
    ) where Inject.Carrier == Carrier {
        var headers: [PropagationHeader] = []
        switch context[DatadogContextKey.self] {
        case .local(let span):
            let (context, probability) = span.injectableContext
            let error = propagator.inject(context, probability: probability, into: &headers)
            if let error { span.trace.setPropagationError(error) }
        case .remote(let parent):
            _ = propagator.inject(parent.context, probability: nil, into: &headers)
        case nil:
            return
        }
        for header in headers { injector.inject(header.value, forKey: header.name, into: &carrier) }
    }
}
