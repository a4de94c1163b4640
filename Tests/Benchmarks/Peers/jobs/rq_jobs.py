# SPDX-License-Identifier: Apache-2.0
"""RQ with its defaults: `rq_jobs.py enqueue COUNT SLEEP`; its own command works the jobs off."""

import sys

import job_body


def job(payload):
    job_body.run(payload)


if __name__ == "__main__":
    import redis
    import rq
    import rq_jobs

    queue = rq.Queue("default", connection=redis.Redis.from_url(job_body.REDIS_URL))
    count, sleep = int(sys.argv[2]), float(sys.argv[3])
    for start in range(0, count, 1000):
        payloads = [job_body.payload(number, sleep) for number in range(start, min(start + 1000, count))]
        queue.enqueue_many([rq.Queue.prepare_data(rq_jobs.job, args=(payload,)) for payload in payloads])
