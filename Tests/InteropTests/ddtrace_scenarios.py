#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Plays the steps of one scenario of span_scenarios.json with ddtrace.

Reads {"steps": [...]} from the file named as the first argument; settings and the agent's address come from the
environment.
"""

import json
import sys

from ddtrace.constants import ERROR_MSG, ERROR_STACK, ERROR_TYPE, MANUAL_DROP_KEY, MANUAL_KEEP_KEY
from ddtrace.propagation.http import HTTPPropagator
from ddtrace.trace import tracer

spans = {}
contexts = {}


def start(step):
    parent = step.get("parent")
    # An ended span stays active in ddtrace's context: only what the step names may be the parent.
    tracer.context_provider.activate(None)
    span = tracer.start_span(
        step["start"],
        service=step.get("service"),
        resource=step.get("resource"),
        span_type=step.get("type"),
        child_of=spans.get(parent) or contexts.get(parent),
    )
    spans[step["start"]] = span


def fail(step):
    span = spans[step["error"]]
    span.error = 1
    span.set_tag(ERROR_TYPE, step["type"])
    span.set_tag(ERROR_MSG, step["message"])
    span.set_tag(ERROR_STACK, step["stack"])


def extract(step):
    contexts[step["extract"]] = HTTPPropagator.extract(dict(step["headers"]))


def target(name):
    return spans[name].context if name in spans else contexts[name]


def add_event(step):
    spans[step["event"]]._add_event(step["name"], step["attributes"], step["timestamp"] * 1000)


STEPS = {
    "start": start,
    "finish": lambda step: spans[step["finish"]].finish(),
    "tag": lambda step: spans[step["tag"]].set_tag(step["key"], step["value"]),
    "metric": lambda step: spans[step["metric"]].set_metric(step["key"], step["value"]),
    "error": fail,
    "keep": lambda step: spans[step["keep"]].set_tag(MANUAL_KEEP_KEY),
    "drop": lambda step: spans[step["drop"]].set_tag(MANUAL_DROP_KEY),
    "extract": extract,
    "link": lambda step: spans[step["link"]].link_span(target(step["to"]), step["attributes"]),
    "event": add_event,
    "reword": lambda step: setattr(spans[step["reword"]], "resource", step["value"]),
    "struct": lambda step: spans[step["struct"]]._set_struct_tag(step["key"], step["value"]),
    "flush": lambda step: tracer.flush(),
}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        steps = json.load(file)["steps"]
    for step in steps:
        STEPS[next(key for key in step if key in STEPS)](step)
    tracer.flush()


main()
