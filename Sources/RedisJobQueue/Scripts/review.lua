-- SPDX-License-Identifier: Apache-2.0
-- Notes that a person has looked at the results of jobs, or takes that back.
-- KEYS: reviewed
-- ARGV: '1' to note and '0' to take back, most notes kept; job id ... (1...100)
-- Returns: how many notes there are
local reviewed = KEYS[1]
local jobs = {unpack(ARGV, 3)}
if ARGV[1] ~= '1' then
  redis.call('ZREM', reviewed, unpack(jobs))
  return redis.call('ZCARD', reviewed)
end
local now, notes = text(now_ms()), {}
for _, job in ipairs(jobs) do
  notes[#notes + 1], notes[#notes + 2] = now, job
end
redis.call('ZADD', reviewed, unpack(notes))
local surplus = math.min(redis.call('ZCARD', reviewed) - tonumber(ARGV[2]), 2 * #jobs)
if surplus > 0 then redis.call('ZREM', reviewed, unpack(redis.call('ZRANGE', reviewed, 0, surplus - 1))) end
return redis.call('ZCARD', reviewed)
