-- SPDX-License-Identifier: Apache-2.0
-- Gives a delivery back: its bytes, unchanged, go to the head of the line and no attempt is burnt.
-- KEYS: flight, owner, lease, running, jobs
-- ARGV: worker, delivery
-- Returns: 'settled' or 'lost'
local flight, owner, lease, running, jobs = unpack(KEYS)
local worker, delivery = ARGV[1], ARGV[2]

local job = owned_job(owner, delivery, worker)
if not job then return 'lost' end
local bytes = redis.call('HGET', flight, delivery)
forget(flight, owner, lease, running, delivery, job)
if bytes then redis.call('RPUSH', jobs, bytes) end
return 'settled'
