-- SPDX-License-Identifier: Apache-2.0
-- Asks for jobs not to be done. Their starts and heartbeats tell the workers. A wish is kept until its job has an answer:
-- it may be delayed for long.
-- KEYS: done, cancel
-- ARGV: most wishes kept, deduplication window ms; job id ... (1...100)
-- Returns: the ids asked for; the others have their answer already
local done, cancel = unpack(KEYS)
local now = now_ms()
local jobs = {unpack(ARGV, 3)}
local asked, marks = {}, {}
local answered = answered_jobs(done, jobs, now, tonumber(ARGV[2]))
for i, job in ipairs(jobs) do
  if not answered[i] then
    asked[#asked + 1] = job
    marks[#marks + 1], marks[#marks + 2] = text(now), job
  end
end
if #asked > 0 then redis.call('ZADD', cancel, unpack(marks)) end
-- Ids that never come would pile up.
local surplus = math.min(redis.call('ZCARD', cancel) - tonumber(ARGV[1]), 2 * #jobs)
if surplus > 0 then redis.call('ZREM', cancel, unpack(redis.call('ZRANGE', cancel, 0, surplus - 1))) end
return asked
