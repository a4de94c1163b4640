-- SPDX-License-Identifier: Apache-2.0
-- Settles a delivery with a result, exactly once per job id.
-- KEYS: flight, owner, lease, running, done, results, cancel
-- ARGV: worker, delivery, job id, result, window ms, window cap
-- Returns: 'settled'; 'answered' (not ours any more, but this id has its answer); 'lost'
local flight, owner, lease, running, done, results, cancel = unpack(KEYS)
local worker, delivery = ARGV[1], ARGV[2]

local job = owned_job(owner, delivery, worker)
if not job then
  return redis.call('ZSCORE', done, ARGV[3]) and 'answered' or 'lost'
end
forget(flight, owner, lease, running, delivery, job)
answer(done, results, cancel, ARGV[3], ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6]))
return 'settled'
