// SPDX-License-Identifier: Apache-2.0

const { randomUUID } = require("node:crypto");
const { createClient } = require("redis");

async function enqueue(client, files, headers = {}, queue = "vote-extraction") {
  const job = { version: 1, id: randomUUID(), headers, payload: { files } };
  await client.lPush(`{${queue}}:jobs`, JSON.stringify(job));
  return job.id;
}

async function main() {
  const client = createClient({ url: process.env.REDIS_URL });
  await client.connect();
  const headers = process.env.TRACEPARENT ? { traceparent: process.env.TRACEPARENT } : {};
  const files = [{ uri: "https://example.org/page1.jpg" }, { uri: "https://example.org/page2.jpg" }];
  console.log(await enqueue(client, files, headers));
  await client.quit();
}

main();
