-- SPDX-License-Identifier: Apache-2.0
-- A worker's heartbeat: extends the leases that it still owns and tells it which it has lost.
-- KEYS: owner, lease, workers, workers:info, cancel
-- ARGV: worker, lease ms, status JSON, delivery ...
-- Returns: {lost deliveries}, {deliveries whose job was cancelled}
local owner, lease, workers, info, cancel = unpack(KEYS)
local worker, lease_ms, status = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local now = now_ms()
local lease_end = text(now + lease_ms)
local lost, cancelled = {}, {}

-- A full Redis refuses a script's first write if it may grow, but no later one; a heartbeat must not fail for that.
redis.call('HDEL', info, '')
redis.call('ZADD', workers, now, worker)
redis.call('HSET', info, worker, status)
for i = 4, #ARGV do
  local job = owned_job(owner, ARGV[i], worker)
  if not job then
    lost[#lost + 1] = ARGV[i]
  else
    redis.call('ZADD', lease, 'XX', lease_end, ARGV[i])
    if job ~= '' and redis.call('ZSCORE', cancel, job) then cancelled[#cancelled + 1] = ARGV[i] end
  end
end
return {lost, cancelled}
