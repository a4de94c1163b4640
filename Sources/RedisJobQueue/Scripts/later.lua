-- SPDX-License-Identifier: Apache-2.0
-- Puts a delivery off: the given bytes come back into the line when they are due.
-- KEYS: flight, owner, lease, running, later, later:rec
-- ARGV: worker, delivery, bytes, delay ms
-- Returns: 'settled' or 'lost'
local flight, owner, lease, running, later, bodies = unpack(KEYS)
local worker, delivery = ARGV[1], ARGV[2]

local job = owned_job(owner, delivery, worker)
if not job then return 'lost' end
forget(flight, owner, lease, running, delivery, job)
redis.call('ZADD', later, now_ms() + tonumber(ARGV[4]), delivery)
redis.call('HSET', bodies, delivery, ARGV[3])
return 'settled'
