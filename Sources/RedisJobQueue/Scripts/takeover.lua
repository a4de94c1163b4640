-- SPDX-License-Identifier: Apache-2.0
-- The reaper's claim: deliveries whose lease has ended get a new number, owned by the reaper, under a new lease.
-- KEYS: flight, lease, seq
-- ARGV: worker (the reaper), k (1...100), lease ms
-- Returns: old delivery, new delivery, its last worker, job id ('' = it never started), bytes, old delivery ...
local flight, lease, seq = unpack(KEYS)
local worker, k, lease_ms = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local now = now_ms()
local reply, total = {}, 0

for _, old in ipairs(redis.call('ZRANGE', lease, '-inf', now, 'BYSCORE', 'LIMIT', 0, k)) do
  local bytes = redis.call('HGET', flight, old)
  total = total + #(bytes or '')
  if #reply > 0 and total > reply_bytes then break end
  local holder, job = parse_owner(redis.call('HGET', flight, owner_of(old)) or '')
  local held = job ~= '' and redis.call('HGET', flight, run_of(job)) == old
  forget(flight, lease, {old}, {job})
  if bytes then
    local delivery = text(redis.call('INCR', seq))
    local owner = job == '' and worker or worker .. '\n' .. job
    redis.call('HSET', flight, delivery, bytes, owner_of(delivery), owner)
    redis.call('ZADD', lease, text(now + lease_ms), delivery)
    if held then redis.call('HSET', flight, run_of(job), delivery) end
    for _, value in ipairs({old, delivery, holder, job, bytes}) do reply[#reply + 1] = value end
  end
end
return reply
