-- SPDX-License-Identifier: Apache-2.0
-- Puts what a worker's blocking pop had landed back at the head of the line and strikes the worker off the list, unless it
-- has been heard of lately. Its name is kept aside once, to be looked after again: its last wait may still be with the
-- server, and receive a job when the worker is gone.
-- KEYS: stage:<worker>, jobs, workers, workers:info, workers:left, ctl
-- ARGV: worker, greatest silence ms (0 = whatever it is: the worker itself is leaving)
-- Returns: how many jobs went back (0...100), or -1 if the worker is alive
local stage, jobs, workers, info, left, ctl = unpack(KEYS)
local worker, silence = ARGV[1], tonumber(ARGV[2])
local now = now_ms()

local function is_fresh(list)
  return tonumber(redis.call('ZSCORE', list, worker) or 0) > now - silence
end
if silence > 0 and is_fresh(workers) then
  redis.call('ZREM', left, worker)
  return -1
end
if silence > 0 and is_fresh(left) then return -1 end

-- A full Redis refuses a script's first write if it may grow, but no later one; what was received is there already.
redis.call('HDEL', info, '')
local is_listed = redis.call('ZSCORE', workers, worker)
if is_listed or silence == 0 then redis.call('ZADD', left, text(now), worker) end
local staged = redis.call('LRANGE', stage, '0', '99')
if #staged > 0 then
  redis.call('LTRIM', stage, '0', '-1')
  for _, bytes in ipairs(staged) do redis.call('RPUSH', jobs, bytes) end
  redis.call('LTRIM', stage, '100', '-1')
end
if #staged < 100 then
  redis.call('ZREM', workers, worker)
  redis.call('HDEL', info, worker)
  -- One that was only silent may come back, and still be meant.
  if silence == 0 or not is_listed then redis.call('HDEL', ctl, quiet_mark(worker)) end
  if not is_listed and silence > 0 then redis.call('ZREM', left, worker) end
end
return #staged
