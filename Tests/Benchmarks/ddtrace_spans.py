# SPDX-License-Identifier: Apache-2.0
"""What a span costs with ddtrace: the work of Workload.swift, in a process that does nothing else.

    ddtrace_spans.py encoded|off [ROUNDS [TRACES]]

"encoded": finished traces are put into ddtrace's own v0.4 encoder, 500 at a time, and go nowhere; "off" is
DD_TRACE_ENABLED=false. Prints the best processor time of a span in nanoseconds, then, on standard error, what it ran.
"""

import os
import sys
import time

MODE = sys.argv[1] if len(sys.argv) > 1 else "encoded"
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 7
TRACES = int(sys.argv[3]) if len(sys.argv) > 3 else 1000
BATCH = 500

os.environ.update(DD_SERVICE="bench", DD_ENV="test", DD_VERSION="1")
# Nothing but spans, and nothing that looks for an agent.
os.environ.update(DD_INSTRUMENTATION_TELEMETRY_ENABLED="false", DD_REMOTE_CONFIGURATION_ENABLED="false")
if MODE == "off":
    os.environ["DD_TRACE_ENABLED"] = "false"

import ddtrace  # noqa: E402
from ddtrace import tracer  # noqa: E402
from ddtrace.internal.writer.writer import TraceWriter  # noqa: E402
from ddtrace.internal.writer.writer_client import AgentWriterClientV4  # noqa: E402


class EncodingWriter(TraceWriter):
    """Encodes what the agent would get, and lets it go."""

    def __init__(self):
        self.encoder = AgentWriterClientV4(64 << 20, 64 << 20).encoder
        self.waiting = 0
        self.bytes = 0

    def recreate(self, appsec_enabled=None, llmobs_enabled=None):
        return self

    def stop(self, timeout=None):
        pass

    def write(self, spans=None):
        self.encoder.put(spans)
        self.waiting += 1
        if self.waiting == BATCH:
            self.flush_queue()

    def flush_queue(self):
        self.bytes += sum(len(payload) for payload, _ in self.encoder.encode() if payload)
        self.waiting = 0


def tag(span):
    span.set_tag("a", "1")
    span.set_tag("b", "two")
    span.set_tag("c", "three")
    span.set_metric("m", 4.5)


def trace():
    with tracer.trace("root", resource="job") as root:
        tag(root)
        for _ in range(9):
            with tracer.trace("child", resource="step") as span:
                tag(span)


writer = EncodingWriter()
tracer._span_aggregator.writer = writer
for _ in range(BATCH):
    trace()

best = float("inf")
for _ in range(ROUNDS):
    start = time.process_time_ns()
    for _ in range(TRACES):
        trace()
    best = min(best, (time.process_time_ns() - start) / (TRACES * 10))

if (MODE == "off") != (writer.bytes == 0):
    sys.exit(f"ddtrace_spans.py: {writer.bytes} bytes were encoded in mode {MODE}")
print(f"ddtrace {ddtrace.__version__}, Python {sys.version.split()[0]}, {MODE}: best of {ROUNDS}", file=sys.stderr)
print(round(best))
