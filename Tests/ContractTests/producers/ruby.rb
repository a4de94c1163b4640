# SPDX-License-Identifier: Apache-2.0

require "json"
require "redis"
require "securerandom"

def enqueue(redis, files, headers: {}, queue: "vote-extraction")
  job = { version: 1, id: SecureRandom.uuid, headers: headers, payload: { files: files } }
  redis.lpush("{#{queue}}:jobs", JSON.generate(job))
  job[:id]
end

redis = Redis.new(url: ENV.fetch("REDIS_URL"))
headers = { traceparent: ENV["TRACEPARENT"] }.compact
puts enqueue(redis, [{ uri: "https://example.org/page1.jpg" }, { uri: "https://example.org/page2.jpg" }], headers: headers)
