-- SPDX-License-Identifier: Apache-2.0
-- Hands up to k jobs to a worker, each under a new delivery number and a lease.
-- KEYS: ctl, results, later, later:rec, jobs, stage:<worker>, seq, flight, lease
-- ARGV: worker, k (1...100), lease ms, results cap (0 = none)
-- Returns: state ('open', 'paused', 'draining', 'full'), now ms, next due ms (-1 = none),
--          then delivery, bytes, delivery, bytes ...
local ctl, results, later, bodies, jobs, stage, seq, flight, lease = unpack(KEYS)
local worker, k, lease_ms, cap = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local now = now_ms()
local mode = redis.call('HGET', ctl, 'mode') or 'open'

if mode == 'paused' then return {'paused', now, -1} end
if cap > 0 and redis.call('LLEN', results) >= cap then return {'full', now, -1} end

-- What was received already comes first. While the queue drains, only that and what comes due is handed out.
local taken = redis.call('RPOP', stage, k) or {}
local wanted, promoted = k - #taken, 0

-- What has come due goes to the head of the line, the earliest foremost.
local most = mode == 'draining' and wanted or 100
local due = redis.call('ZRANGE', later, '-inf', text(now), 'BYSCORE', 'LIMIT', 0, most)
for i = #due, 1, -1 do
  local bytes = redis.call('HGET', bodies, due[i])
  if bytes then
    redis.call('RPUSH', jobs, bytes)
    promoted = promoted + 1
  end
end
if #due > 0 then
  redis.call('ZREM', later, unpack(due))
  redis.call('HDEL', bodies, unpack(due))
end
local first = redis.call('ZRANGE', later, 0, 0, 'WITHSCORES')
local reply = {mode, now, tonumber(first[2] or -1)}

if mode == 'draining' then wanted = promoted end
if wanted > 0 then
  for _, bytes in ipairs(redis.call('RPOP', jobs, wanted) or {}) do taken[#taken + 1] = bytes end
end
if #taken == 0 then return reply end

-- What would make the reply too large goes back; one job is always handed out.
local total, count = #taken[1], 1
while count < #taken and total + #taken[count + 1] <= reply_bytes do
  count = count + 1
  total = total + #taken[count]
end
for i = #taken, count + 1, -1 do redis.call('RPUSH', jobs, table.remove(taken)) end

local last = redis.call('INCRBY', seq, #taken)
local entries, leases, lease_end = {}, {}, text(now + lease_ms)
for i, bytes in ipairs(taken) do
  local delivery = text(last - #taken + i)
  entries[4 * i - 3], entries[4 * i - 2] = delivery, bytes
  entries[4 * i - 1], entries[4 * i] = owner_of(delivery), worker
  leases[2 * i - 1], leases[2 * i] = lease_end, delivery
  reply[#reply + 1], reply[#reply + 2] = last - #taken + i, bytes
end
redis.call('HSET', flight, unpack(entries))
redis.call('ZADD', lease, unpack(leases))
return reply
