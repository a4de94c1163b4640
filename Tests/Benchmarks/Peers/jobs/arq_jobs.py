# SPDX-License-Identifier: Apache-2.0
"""arq with its defaults: `arq_jobs.py work`, or `arq_jobs.py enqueue COUNT SLEEP`."""

import asyncio
import sys

import job_body
import uvloop
from arq import run_worker
from arq.connections import RedisSettings, create_pool

SETTINGS = RedisSettings.from_dsn(job_body.REDIS_URL)


async def job(context, payload):
    job_body.begin(payload)
    if payload["sleep"]:
        await asyncio.sleep(payload["sleep"])
    job_body.end(payload)


class WorkerSettings:
    functions = [job]
    redis_settings = SETTINGS
    max_jobs = job_body.CONCURRENCY


async def enqueue(count, sleep):
    pool = await create_pool(SETTINGS)
    for start in range(0, count, 100):
        numbers = range(start, min(start + 100, count))
        await asyncio.gather(*[pool.enqueue_job("job", job_body.payload(number, sleep)) for number in numbers])
    await pool.aclose()


asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
if sys.argv[1] == "work":
    asyncio.set_event_loop(asyncio.new_event_loop())
    run_worker(WorkerSettings)
else:
    asyncio.run(enqueue(int(sys.argv[2]), float(sys.argv[3])))
