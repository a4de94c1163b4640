#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reads and writes MessagePack with the msgpack package, many values in one process.

Reads {"traces": [{"version": "v04", "body": "<hex>"}], "pack": [value]} from the file named as the first argument;
writes {"traces": [...], "packed": ["<hex>"]} to standard output. Values are written with their types, so that nothing is
lost in JSON: n, b:true, i:<decimal>, f:<the double's bits in hex>, s:<UTF-8 in hex>, arrays, and objects whose keys are
the keys' UTF-8 in hex. Binary values are MessagePack themselves and are read on. A body that msgpack does not read, or a
map with a key twice, ends the script.
"""

import json
import struct
import sys

import msgpack


class Pairs(list):
    """A map, with its keys as they came."""


def unpack(data):
    return msgpack.unpackb(data, raw=False, strict_map_key=False, object_pairs_hook=Pairs)


def bits(number):
    return struct.pack(">d", number).hex()


def tagged_map(pairs):
    result = {key.encode().hex(): tagged(value) for key, value in pairs}
    if len(result) != len(pairs):
        raise ValueError(f"a key is there twice: {pairs!r}")
    return dict(sorted(result.items()))


def tagged(value):
    if value is None:
        return "n"
    if isinstance(value, bool):
        return "b:true" if value else "b:false"
    if isinstance(value, int):
        return f"i:{value}"
    if isinstance(value, float):
        return "f:" + bits(value)
    if isinstance(value, str):
        return "s:" + value.encode().hex()
    if isinstance(value, bytes):
        return tagged(unpack(value))
    if isinstance(value, Pairs):
        return tagged_map(value)
    return [tagged(element) for element in value]


def untagged(value):
    if isinstance(value, dict):
        return {bytes.fromhex(key).decode(): untagged(member) for key, member in value.items()}
    if isinstance(value, list):
        return [untagged(element) for element in value]
    kind, _, text = value.partition(":")
    if kind == "n":
        return None
    if kind == "b":
        return text == "true"
    if kind == "i":
        return int(text)
    if kind == "f":
        return struct.unpack(">d", bytes.fromhex(text))[0]
    return bytes.fromhex(text).decode()


def refuse(constant):
    raise ValueError(f"{constant} is no JSON")


def with_json_read(meta):
    """Tags whose text is JSON are read, strictly."""
    names = ("events", "_dd.span_links")
    return Pairs(
        (key, json.loads(value, object_pairs_hook=Pairs, parse_constant=refuse) if key in names else value)
        for key, value in meta
    )


def v04(body):
    return [[Pairs((k, with_json_read(v) if k == "meta" else v) for k, v in span) for span in chunk] for chunk in body]


V05_FIELDS = (
    "service name resource trace_id span_id parent_id start duration error meta metrics type".split()
)


def v05(body):
    strings, chunks = body
    if len(set(strings)) != len(strings):
        raise ValueError("a text is in the table twice")

    def span(values):
        fields = dict(zip(V05_FIELDS, values, strict=True))
        for name in ("service", "name", "resource", "type"):
            fields[name] = strings[fields[name]]
        fields["meta"] = with_json_read(Pairs((strings[key], strings[value]) for key, value in fields["meta"]))
        fields["metrics"] = Pairs((strings[key], value) for key, value in fields["metrics"])
        return Pairs(fields.items())

    return [[span(values) for values in chunk] for chunk in chunks]


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        request = json.load(file)
    readers = {"v04": v04, "v05": v05}
    traces = [tagged(readers[each["version"]](unpack(bytes.fromhex(each["body"])))) for each in request["traces"]]
    packed = [msgpack.packb(untagged(value)).hex() for value in request["pack"]]
    print(json.dumps({"traces": traces, "packed": packed}))


main()
