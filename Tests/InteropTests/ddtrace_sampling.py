#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The decisions that ddtrace's samplers take about spans, configured by the environment.

Reads {"rates": {...}, "spans": [...]} from the file named as the first argument: the agent's rates, and spans with
"trace_id" and "span_id" (decimal), "service", "name", "resource", "meta", "metrics", and optionally "at", the clock of
the limiters in nanoseconds. Writes one object for each span: its sampling tags, and whether it is discarded.
"""

import json
import os
import sys

from ddtrace._trace.sampler import DatadogSampler
from ddtrace.internal import rate_limiter
from ddtrace.internal.sampling import get_span_sampling_rules
from ddtrace.trace import Span

START = 1_000_000_000_000
TEXTS = ("_dd.p.dm", "_dd.p.ksr")
NUMBERS = (
    "_dd.rule_psr",
    "_dd.limit_psr",
    "_dd.agent_psr",
    "_dd.span_sampling.mechanism",
    "_dd.span_sampling.rule_rate",
    "_dd.span_sampling.max_per_second",
)


class Clock:
    now = START

    @classmethod
    def monotonic_ns(cls):
        return cls.now


def span_of(row):
    span = Span(
        row["name"],
        service=row["service"],
        resource=row["resource"],
        trace_id=int(row["trace_id"]),
        span_id=int(row["span_id"]),
    )
    for key, value in row["meta"].items():
        span.set_tag(key, value)
    for key, value in row["metrics"].items():
        span.set_metric(key, value)
    return span


def answer(span, discarded):
    tags = {key: span.get_tag(key) or span.context._meta.get(key) for key in TEXTS}
    tags.update({key: span.get_metric(key) for key in NUMBERS})
    tags["_sampling_priority_v1"] = span.context.sampling_priority
    return {"discarded": discarded, "tags": {key: value for key, value in tags.items() if value is not None}}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        task = json.load(file)
    rate_limiter.time = Clock
    sampler = DatadogSampler()
    sampler.update_rate_by_service_sample_rates(task["rates"])
    span_rules = get_span_sampling_rules()
    answers = []
    for row in task["spans"]:
        Clock.now = START + row.get("at", 0)
        span = span_of(row)
        _, discarded = sampler.sample_or_discard(span)
        if span.context.sampling_priority <= 0:
            rule = next((rule for rule in span_rules if rule.match(span)), None)
            if rule:
                rule.sample(span)
        answers.append(answer(span, discarded))
    sys.stdout.write("\n" + json.dumps(answers))
    sys.stdout.flush()
    os._exit(0)  # without waiting for an agent that is not there


main()
