#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the checking agent was told by tracers that count spans themselves.

Reads {"url": URL} from the file named as the first argument. Writes for each tracer's language the entries of its
statistics (those of one key from several buckets added up), the names of the spans in each counted trace, and the
counts of what was left out. The service "warmup" is none of these.
"""

import base64
import json
import sys
import urllib.request

import msgpack
from ddsketch.pb.ddsketch_pb2 import DDSketch

COUNTS = ("Hits", "Errors", "Duration", "TopLevelHits")
SKETCHES = ("OkSummary", "ErrorSummary")


def bins(data):
    sketch = DDSketch()
    sketch.ParseFromString(data)
    assert (sketch.mapping.gamma, sketch.mapping.indexOffset) == (1.015625, 1338.5)
    assert not sketch.negativeValues.contiguousBinCounts and not sketch.positiveValues.binCounts
    first = sketch.positiveValues.contiguousBinIndexOffset
    found = {str(first + place): count for place, count in enumerate(sketch.positiveValues.contiguousBinCounts) if count}
    if sketch.zeroCount:
        found["zero"] = sketch.zeroCount
    return found


def add_entries(payload, entries):
    for entry in (entry for bucket in payload["Stats"] for entry in bucket["Stats"]):
        if entry["Service"] == "warmup":
            continue
        key = json.dumps({name: value for name, value in entry.items() if name not in COUNTS + SKETCHES}, sort_keys=True)
        sums = entries.setdefault(key, {name: 0 for name in COUNTS} | {name: {} for name in SKETCHES})
        for name in COUNTS:
            sums[name] += entry[name]
        for name in SKETCHES:
            for place, count in bins(entry[name]).items():
                sums[name][place] = sums[name].get(place, 0) + count


def add_traces(body, tracer):
    for trace in msgpack.unpackb(body):
        if trace[0]["service"] != "warmup":
            tracer["traces"].append([span["name"] for span in trace])


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        url = json.load(file)["url"]
    with urllib.request.urlopen(url + "/test/session/requests", timeout=30) as response:
        requests = json.load(response)
    tracers = {}
    for request in requests:
        headers = {key.lower(): value for key, value in request["headers"].items()}
        language = headers.get("datadog-meta-lang")
        if language is None:
            continue
        tracer = tracers.setdefault(
            language, {"entries": {}, "traces": [], "payloads": 0, "leftOutTraces": 0, "leftOutSpans": 0}
        )
        body = base64.b64decode(request["body"])
        if request["url"].endswith("/v0.6/stats"):
            tracer["payloads"] += 1
            add_entries(msgpack.unpackb(body), tracer["entries"])
        elif request["url"].endswith("/v0.4/traces") and "datadog-client-computed-stats" in headers:
            add_traces(body, tracer)
            tracer["leftOutTraces"] += int(headers.get("datadog-client-dropped-p0-traces", 0))
            tracer["leftOutSpans"] += int(headers.get("datadog-client-dropped-p0-spans", 0))
    for tracer in tracers.values():
        tracer["traces"].sort()
    json.dump(tracers, sys.stdout)


main()
