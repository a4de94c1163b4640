-- SPDX-License-Identifier: Apache-2.0
-- Called once the envelope is decoded and before any work: may this delivery run?
-- KEYS: flight, owner, lease, running, done, cancel
-- ARGV: worker, delivery, job id
-- Returns: 'run'; 'lost' (not ours any more); 'duplicate' (already answered: dropped);
--          'held' (the same id runs elsewhere); 'cancelled'. All but 'lost' and 'duplicate' leave the delivery to be settled.
local flight, owner, lease, running, done, cancel = unpack(KEYS)
local worker, delivery, job = ARGV[1], ARGV[2], ARGV[3]

if not owned_job(owner, delivery, worker) then return 'lost' end
if redis.call('ZSCORE', done, job) then
  forget(flight, owner, lease, running, delivery, job)
  return 'duplicate'
end
local holder = redis.call('HGET', running, job)
if holder and holder ~= delivery and redis.call('HEXISTS', owner, holder) == 1 then return 'held' end
redis.call('HSET', running, job, delivery)
redis.call('HSET', owner, delivery, worker .. '\n' .. job)
if redis.call('ZSCORE', cancel, job) then return 'cancelled' end
return 'run'
