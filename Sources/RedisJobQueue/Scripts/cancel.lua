-- SPDX-License-Identifier: Apache-2.0
-- Asks for jobs not to be done. Their starts and heartbeats tell the workers.
-- KEYS: done, cancel
-- ARGV: how long the wish is kept, ms; job id ... (1...100)
-- Returns: the ids asked for; the others have their answer already
local done, cancel = unpack(KEYS)
local now = now_ms()
local jobs = {unpack(ARGV, 2)}
local asked, marks = {}, {}
for i, answered in ipairs(redis.call('ZMSCORE', done, unpack(jobs))) do
  if not answered then
    asked[#asked + 1] = jobs[i]
    marks[#marks + 1], marks[#marks + 2] = text(now), jobs[i]
  end
end
if #asked > 0 then redis.call('ZADD', cancel, unpack(marks)) end
redis.call('ZREMRANGEBYSCORE', cancel, '-inf', text(now - tonumber(ARGV[1])))
return asked
