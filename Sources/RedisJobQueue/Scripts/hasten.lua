-- SPDX-License-Identifier: Apache-2.0
-- Has jobs that are put off come due at once; what has come due goes before the line.
-- KEYS: later, later:rec, later:begun
-- ARGV: for each job (at most 50): delivery, bytes that are to run ('' = those that are there)
-- Returns: the deliveries that were put off still
local later, bodies, begun = unpack(KEYS)
local now, hastened = text(now_ms()), {}
for i = 1, #ARGV, 2 do
  local delivery, bytes = ARGV[i], ARGV[i + 1]
  if redis.call('ZSCORE', later, delivery) then
    if bytes ~= '' then redis.call('HSET', bodies, delivery, bytes) end
    redis.call('ZADD', begun, 'XX', 'LT', now, delivery)
    redis.call('ZADD', later, 'XX', 'LT', now, delivery)
    hastened[#hastened + 1] = delivery
  end
end
return hastened
