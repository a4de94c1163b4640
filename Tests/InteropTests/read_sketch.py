#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What Datadog's own sketches make of a sketch of ours.

Reads {"sketch": "<hexadecimal>", "quantiles": [...]} from the file named as the first argument and writes the count
and the values at these quantiles.
"""

import json
import sys

from ddsketch.pb.ddsketch_pb2 import DDSketch
from ddsketch.pb.proto import DDSketchProto


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        task = json.load(file)
    message = DDSketch()
    message.ParseFromString(bytes.fromhex(task["sketch"]))
    sketch = DDSketchProto.from_proto(message)
    sketch._count = sketch._store.count + sketch._zero_count  # the message does not carry it
    values = [sketch.get_quantile_value(quantile) for quantile in task["quantiles"]]
    json.dump({"count": sketch._count, "values": values}, sys.stdout)


main()
