# SPDX-License-Identifier: Apache-2.0
"""Celery with its defaults, but results are not kept: `celery_jobs.py enqueue COUNT SLEEP`."""

import sys

import job_body
from celery import Celery

app = Celery("celery_jobs", broker=job_body.REDIS_URL)
app.conf.task_ignore_result = True
app.conf.broker_connection_retry_on_startup = True


@app.task(name="job")
def job(payload):
    job_body.run(payload)


if __name__ == "__main__":
    for number in range(int(sys.argv[2])):
        job.delay(job_body.payload(number, float(sys.argv[3])))
