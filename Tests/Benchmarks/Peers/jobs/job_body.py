# SPDX-License-Identifier: Apache-2.0
"""What each job of a Python queue does: nothing, or sleep. Either leaves a mark in the progress file."""

import os
import time

REDIS_URL = os.environ["PEER_REDIS_URL"]
CONCURRENCY = int(os.environ.get("PEER_CONCURRENCY", "10"))

_progress = os.open(os.environ["PEER_PROGRESS"], os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o644)


def payload(number, sleep):
    """About 300 bytes as JSON, as large as our own benchmark's."""
    return {"id": number, "sleep": sleep, "user": f"user-{number % 1000}", "tags": ["a", "b", "c"], "pad": "x" * 210}


def run(job):
    begin(job)
    if job["sleep"]:
        time.sleep(job["sleep"])
    end(job)


def begin(job):
    if job["sleep"]:
        os.write(_progress, b"S %d %d\n" % (job["id"], os.getpid()))


def end(job):
    os.write(_progress, b"E %d\n" % job["id"] if job["sleep"] else b".")
