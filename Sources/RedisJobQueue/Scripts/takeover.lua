-- SPDX-License-Identifier: Apache-2.0
-- The reaper's claim: deliveries whose lease has ended get a new number, owned by the reaper, under a new lease.
-- KEYS: flight, owner, lease, running, seq
-- ARGV: worker (the reaper), k (1...100), lease ms
-- Returns: old delivery, new delivery, its last worker, job id ('' = it never started), bytes, old delivery ...
local flight, owner, lease, running, seq = unpack(KEYS)
local worker, k, lease_ms = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local now = now_ms()
local reply, total = {}, 0

for _, old in ipairs(redis.call('ZRANGE', lease, '-inf', now, 'BYSCORE', 'LIMIT', 0, k)) do
  local bytes = redis.call('HGET', flight, old)
  total = total + #(bytes or '')
  if #reply > 0 and total > reply_bytes then break end
  local holder, job = parse_owner(redis.call('HGET', owner, old) or '')
  local held = job ~= '' and redis.call('HGET', running, job) == old
  forget(flight, owner, lease, running, {old}, {job})
  if bytes then
    local delivery = text(redis.call('INCR', seq))
    redis.call('HSET', flight, delivery, bytes)
    redis.call('HSET', owner, delivery, job == '' and worker or worker .. '\n' .. job)
    redis.call('ZADD', lease, text(now + lease_ms), delivery)
    if held then redis.call('HSET', running, job, delivery) end
    for _, value in ipairs({old, delivery, holder, job, bytes}) do reply[#reply + 1] = value end
  end
end
return reply
