-- SPDX-License-Identifier: Apache-2.0
-- The reaper's claim: deliveries whose lease has ended get a new number, owned by the reaper, under a new lease.
-- KEYS: flight, lease, seq, workers, workers:info
-- ARGV: worker (the reaper), k (1...100), lease ms, largest job that is handed out
-- Returns: old delivery, new delivery, its last worker, job id ('' = it never started), how many workers in a row lost it
--          before start, what that worker last told of itself ('' = nothing, or told before in this reply), bytes (how
--          many they are if that is too many), old delivery ... Or only 'rewound': a worker was heard in the future, and
--          `rebase.lua` comes first.
local flight, lease, seq, workers, info = unpack(KEYS)
local worker, k, lease_ms = ARGV[1], math.min(tonumber(ARGV[2]), 100), tonumber(ARGV[3])
local most_bytes = tonumber(ARGV[4])
local now = now_ms()
if redis.call('ZCOUNT', workers, text(now + 1000), '+inf') > 0 then return {'rewound'} end
local gone, gone_jobs, orphans, total = {}, {}, {}, 0

-- A job that was lost twice in a row before start may be what breaks workers: it is handed out alone, after the others,
-- so that nobody goes down with it.
local suspect
for _, old in ipairs(redis.call('ZRANGE', lease, '-inf', text(now), 'BYSCORE', 'LIMIT', '0', text(k))) do
  local holder, job, losses = parse_owner(redis.call('HGET', flight, owner_of(old)) or '')
  losses = job == '' and losses + 1 or 0
  local orphan = {old = old, holder = holder, job = job, losses = losses}
  orphan.is_held = job ~= '' and redis.call('HGET', flight, run_of(job)) == old
  if losses > 1 then
    suspect = suspect or orphan
  else
    orphan.bytes = redis.call('HGET', flight, old)
    total = total + (orphan.bytes and #orphan.bytes <= most_bytes and #orphan.bytes or 0)
    if #orphans > 0 and total > reply_bytes then break end
    -- The run goes over to the new number, unless there is nothing left to run.
    gone[#gone + 1], gone_jobs[#gone_jobs + 1] = old, not orphan.bytes and orphan.is_held and job or ''
    if orphan.bytes then orphans[#orphans + 1] = orphan end
  end
end
if suspect and #orphans == 0 then
  suspect.bytes = redis.call('HGET', flight, suspect.old)
  gone[#gone + 1], gone_jobs[#gone_jobs + 1] = suspect.old, ''
  if suspect.bytes then orphans[1] = suspect end
end

-- The new is written before the old is taken away.
local entries, leases, reply, lease_end, heard = {}, {}, {}, text(now + lease_ms), {}
local last = #orphans > 0 and next_numbers(seq, #orphans, now) - #orphans
for i, orphan in ipairs(orphans) do
  local delivery = text(last + i)
  local entry = orphan.job == '' and worker .. '\r' .. text(orphan.losses) or owner(worker, orphan.job)
  for _, value in ipairs({delivery, orphan.bytes, owner_of(delivery), entry}) do entries[#entries + 1] = value end
  if orphan.is_held then entries[#entries + 1], entries[#entries + 2] = run_of(orphan.job), delivery end
  leases[#leases + 1], leases[#leases + 2] = lease_end, delivery
  local last_words = not heard[orphan.holder] and redis.call('HGET', info, orphan.holder) or ''
  heard[orphan.holder] = true
  local told = {
    orphan.old, delivery, orphan.holder, orphan.job, orphan.losses, last_words,
    handed_out(orphan.bytes, most_bytes),
  }
  for _, value in ipairs(told) do reply[#reply + 1] = value end
end
if #orphans > 0 then
  redis.call('HMGET', flight, '')
  redis.call('HDEL', flight, '')
  redis.call('ZREM', lease, '')
  redis.call('ZADD', lease, unpack(leases))
  redis.call('HSET', flight, unpack(entries))
end
forget(flight, lease, gone, gone_jobs)
return reply
