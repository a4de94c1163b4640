# SPDX-License-Identifier: Apache-2.0
"""A server that speaks like S3 and checks who asks: moto, which signs each request again with AWS's own botocore.

    moto_s3.py FILE     # FILE holds {"objects": [[KEY, TEXT], …]}

Prints a line of JSON with the address, a key, and a key for some hours; then it serves until it is killed.
"""

import json
import logging
import os
import pathlib
import signal
import sys

# Until all is there nobody is asked who they are.
os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = "1000000"
os.environ["AWS_DEFAULT_REGION"] = "ap-southeast-1"

import boto3  # noqa: E402
from moto import settings  # noqa: E402
from moto.core.responses import ActionAuthenticatorMixin  # noqa: E402
from moto.server import ThreadedMotoServer  # noqa: E402

logging.getLogger("werkzeug").setLevel(logging.ERROR)
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
url = "http://{}:{}".format(*server.get_host_and_port())


def client(name):
    return boto3.client(name, endpoint_url=url, aws_access_key_id="setup", aws_secret_access_key="setup")


s3 = client("s3")
for bucket in ("scans", "others.of-2026"):
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "ap-southeast-1"})
    for key, text in json.loads(pathlib.Path(sys.argv[1]).read_text())["objects"]:
        s3.put_object(Bucket=bucket, Key=key, Body=text.encode())

iam = client("iam")
may_read = {"Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": "*"}
document = json.dumps({"Version": "2012-10-17", "Statement": [may_read]})
policy = iam.create_policy(PolicyName="reader", PolicyDocument=document)["Policy"]["Arn"]
iam.create_user(UserName="worker")
iam.attach_user_policy(UserName="worker", PolicyArn=policy)
key = iam.create_access_key(UserName="worker")["AccessKey"]
role = iam.create_role(RoleName="worker", AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": []}))
iam.attach_role_policy(RoleName="worker", PolicyArn=policy)
session = client("sts").assume_role(RoleArn=role["Role"]["Arn"], RoleSessionName="test")["Credentials"]

ActionAuthenticatorMixin.request_count = 0
settings.INITIAL_NO_AUTH_ACTION_COUNT = 0

print(
    json.dumps(
        {
            "url": url,
            "id": key["AccessKeyId"],
            "secret": key["SecretAccessKey"],
            "session": {"id": session["AccessKeyId"], "secret": session["SecretAccessKey"], "token": session["SessionToken"]},
        }
    ),
    flush=True,
)
signal.pause()
