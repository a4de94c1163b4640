-- SPDX-License-Identifier: Apache-2.0
-- A worker's heartbeat: extends the leases that it still owns and tells it which it has lost.
-- KEYS: flight, lease, workers, workers:info, cancel, ctl
-- ARGV: worker, lease ms, status JSON, delivery ...
-- Returns: {lost deliveries}, {deliveries whose job was cancelled}, 1 if the worker is to take no more jobs, else 0
local flight, lease, workers, info, cancel, ctl = unpack(KEYS)
local worker, lease_ms, status = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local now = now_ms()
local lease_end = text(now + lease_ms)
local lost, cancelled = {}, {}

-- A full Redis refuses a script's first write if it may grow, but no later one; a heartbeat must not fail for that.
redis.call('HDEL', info, '')
redis.call('ZADD', workers, now, worker)
redis.call('HSET', info, worker, status)
local deliveries = {unpack(ARGV, 4)}
local owned = owned_jobs(flight, deliveries, worker)
local kept, jobs, leases = {}, {}, {}
for _, delivery in ipairs(deliveries) do
  if owned[delivery] then
    kept[#kept + 1], jobs[#jobs + 1] = delivery, owned[delivery]
    leases[#leases + 1], leases[#leases + 2] = lease_end, delivery
  else
    lost[#lost + 1] = delivery
  end
end
if #kept > 0 then
  redis.call('ZADD', lease, 'XX', unpack(leases))
  for i, asked in ipairs(redis.call('ZMSCORE', cancel, unpack(jobs))) do
    if asked and jobs[i] ~= '' then cancelled[#cancelled + 1] = kept[i] end
  end
end
return {lost, cancelled, redis.call('HEXISTS', ctl, quiet_mark(worker))}
