-- SPDX-License-Identifier: Apache-2.0
-- Settles a delivery as a dead letter, with its original bytes, its indexes, and a terminal result.
-- KEYS: flight, owner, lease, running, done, results, cancel, dead, dead:rec, dead:job, dead:ix, dead:count
-- ARGV: worker, delivery, job id ('' if unknown), letter id, class, fingerprint, record JSON, original bytes ('' = those in flight), result,
--       window ms, window cap, dead letters cap, dead letters' greatest age ms
-- Returns: 'settled', 'answered' or 'lost', as finish does
local flight, owner, lease, running, done, results, cancel, dead, records, bytes, index, counts = unpack(KEYS)
local worker, delivery, id, class, fingerprint = ARGV[1], ARGV[2], ARGV[4], ARGV[5], ARGV[6]

local job = owned_job(owner, delivery, worker)
if not job then
  return redis.call('ZSCORE', dead, id) and 'answered' or 'lost'
end
local original = ARGV[8] ~= '' and ARGV[8] or redis.call('HGET', flight, delivery) or ''
forget(flight, owner, lease, running, delivery, job)

local now = now_ms()
redis.call('ZADD', dead, now, id)
redis.call('HSET', records, id, class .. '\n' .. fingerprint .. '\n' .. ARGV[7])
redis.call('HSET', bytes, id, original)
redis.call('ZADD', index, 0, dead_index('class', class, now, id), 0, dead_index('fingerprint', fingerprint, now, id))
redis.call('HINCRBY', counts, 'class\n' .. class, 1)
redis.call('HINCRBY', counts, 'fingerprint\n' .. fingerprint, 1)
answer(done, results, cancel, ARGV[3], ARGV[9], tonumber(ARGV[10]), tonumber(ARGV[11]))

-- Caps: the oldest go first, a few at a time, and are counted.
local surplus = math.min(redis.call('ZCARD', dead) - tonumber(ARGV[12]), 10)
local dropped = surplus > 0 and redis.call('ZRANGE', dead, 0, surplus - 1) or {}
local aged = redis.call('ZRANGE', dead, '-inf', now - tonumber(ARGV[13]), 'BYSCORE', 'LIMIT', 0, 10)
for _, old in ipairs(aged) do dropped[#dropped + 1] = old end
for _, old in ipairs(dropped) do
  if unbury(dead, records, bytes, index, counts, old) then redis.call('HINCRBY', counts, 'dropped', 1) end
end
return 'settled'
