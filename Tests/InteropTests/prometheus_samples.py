# SPDX-License-Identifier: Apache-2.0
"""Prints what Prometheus' own parser reads in a file: kind, name, labels, value."""

import json
import sys

from prometheus_client.parser import text_string_to_metric_families

with open(sys.argv[1], encoding="utf-8") as file:
    text = file.read()
for family in text_string_to_metric_families(text):
    for sample in family.samples:
        labels = json.dumps(sample.labels, ensure_ascii=False, sort_keys=True)
        print(family.type, sample.name, labels, sample.value)
