#!/bin/sh
# SPDX-License-Identifier: Apache-2.0

set -eu
id=$(cat /proc/sys/kernel/random/uuid)
headers=${TRACEPARENT:+"\"traceparent\": \"$TRACEPARENT\""}
# -x takes the job from standard input, so that no quoting spoils it.
redis-cli -u "$REDIS_URL" --no-auth-warning -x LPUSH '{vote-extraction}:jobs' <<JOB >/dev/null
{
    "version": 1,
    "id": "$id",
    "headers": {$headers},
    "payload": {"files": [{"uri": "https://example.org/page1.jpg"}, {"uri": "https://example.org/page2.jpg"}]}
}
JOB
echo "$id"
