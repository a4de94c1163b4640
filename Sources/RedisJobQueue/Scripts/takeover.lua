-- SPDX-License-Identifier: Apache-2.0
-- The reaper's claim: deliveries whose lease has ended get a new number, owned by the reaper, under a new lease.
-- KEYS: flight, lease, seq
-- ARGV: worker (the reaper), k (1...100), lease ms
-- Returns: old delivery, new delivery, its last worker, job id ('' = it never started), bytes, old delivery ...
local flight, lease, seq = unpack(KEYS)
local worker, k, lease_ms = ARGV[1], math.min(tonumber(ARGV[2]), 100), tonumber(ARGV[3])
local now = now_ms()
local gone, gone_jobs, orphans, total = {}, {}, {}, 0

for _, old in ipairs(redis.call('ZRANGE', lease, '-inf', text(now), 'BYSCORE', 'LIMIT', '0', text(k))) do
  local bytes = redis.call('HGET', flight, old)
  total = total + #(bytes or '')
  if #orphans > 0 and total > reply_bytes then break end
  local holder, job = parse_owner(redis.call('HGET', flight, owner_of(old)) or '')
  gone[#gone + 1], gone_jobs[#gone_jobs + 1] = old, job
  if bytes then
    local is_held = job ~= '' and redis.call('HGET', flight, run_of(job)) == old
    orphans[#orphans + 1] = {old = old, holder = holder, job = job, bytes = bytes, is_held = is_held}
  end
end

-- Redis undoes nothing of a script that fails half-way: the new is written before the old is taken away.
local entries, leases, reply, lease_end = {}, {}, {}, text(now + lease_ms)
local last = #orphans > 0 and next_numbers(seq, #orphans, now) - #orphans
for i, orphan in ipairs(orphans) do
  local delivery = text(last + i)
  local owner = orphan.job == '' and worker or worker .. '\n' .. orphan.job
  for _, value in ipairs({delivery, orphan.bytes, owner_of(delivery), owner}) do entries[#entries + 1] = value end
  if orphan.is_held then entries[#entries + 1], entries[#entries + 2] = run_of(orphan.job), delivery end
  leases[#leases + 1], leases[#leases + 2] = lease_end, delivery
  for _, value in ipairs({orphan.old, delivery, orphan.holder, orphan.job, orphan.bytes}) do reply[#reply + 1] = value end
end
if #orphans > 0 then
  redis.call('ZADD', lease, unpack(leases))
  redis.call('HSET', flight, unpack(entries))
end
forget(flight, lease, gone, gone_jobs)
return reply
