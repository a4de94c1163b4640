-- SPDX-License-Identifier: Apache-2.0
-- Puts what a worker's blocking pop had landed back at the head of the line and strikes the worker off the list,
-- unless it has been heard of lately.
-- KEYS: stage:<worker>, jobs, workers, workers:info
-- ARGV: worker, greatest silence ms (0 = whatever it is: the worker itself is leaving)
-- Returns: how many jobs went back (0...100), or -1 if the worker is alive
local stage, jobs, workers, info = unpack(KEYS)
local worker, silence = ARGV[1], tonumber(ARGV[2])

local seen = tonumber(redis.call('ZSCORE', workers, worker) or 0)
if silence > 0 and seen > now_ms() - silence then return -1 end
local staged = redis.call('LRANGE', stage, 0, 99)
for _, bytes in ipairs(staged) do redis.call('RPUSH', jobs, bytes) end
redis.call('LTRIM', stage, 100, -1)
if #staged < 100 then
  redis.call('ZREM', workers, worker)
  redis.call('HDEL', info, worker)
end
return #staged
