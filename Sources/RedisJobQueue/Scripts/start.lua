-- SPDX-License-Identifier: Apache-2.0
-- Called once envelopes are decoded and before any work: which of these deliveries may run?
-- KEYS: flight, lease, done, cancel
-- ARGV: worker, deduplication window in ms, how long wishes to cancel count for jobs that are not known to be older, in ms,
--       then of all deliveries (at most 100) the numbers, the job ids, and since when the jobs are known to be there
--       ('' = unknown)
-- Returns a word for each, in order, with spaces between: 'run'; 'lost' (not ours any more); 'duplicate' (already answered:
--          dropped); 'held' (the same id runs elsewhere); 'cancelled'. All but 'lost' and 'duplicate' leave the delivery to
--          be settled.
local ARGV = ARGV
local flight, lease, done, cancel = unpack(KEYS)
local worker, now, count = ARGV[1], now_ms(), (#ARGV - 3) / 3
local deliveries, jobs = {unpack(ARGV, 4, 3 + count)}, {unpack(ARGV, 4 + count, 3 + 2 * count)}

local owned, owners = owned_jobs(flight, deliveries, worker)
local answered = answered_jobs(done, jobs, now, tonumber(ARGV[2]))
local runs = fields('#', jobs)
local holders = redis.call('HMGET', flight, unpack(runs))
local wishes = redis.call('EXISTS', cancel) == 1 and redis.call('ZMSCORE', cancel, unpack(jobs)) or {}
local reply, gone, gone_jobs, entries, holds, stale, n = {}, {}, {}, {}, {}, {}, 0

-- An old wish was for a job that was there then. One for which the id is used anew must not hear of it, at heartbeats
-- either.
local function is_cancelled(i)
  if not wishes[i] then return false end
  local asked, known = tonumber(wishes[i]), tonumber(ARGV[3 + 2 * count + i])
  if asked > now - tonumber(ARGV[3]) or known and known <= asked then return true end
  stale[#stale + 1] = jobs[i]
  return false
end

for i = 1, count do
  local delivery, job = deliveries[i], jobs[i]
  local holder = holds[job] or holders[i]
  if not owned[delivery] then
    reply[i] = 'lost'
  elseif answered[i] then
    reply[i] = 'duplicate'
    gone[#gone + 1], gone_jobs[#gone_jobs + 1] = delivery, owned[delivery]
    owned[delivery] = nil
  elseif holder and holder ~= delivery and redis.call('HEXISTS', flight, holder) == 1 then
    reply[i] = 'held'
  else
    reply[i] = is_cancelled(i) and 'cancelled' or 'run'
    holds[job] = delivery
    entries[n + 1], entries[n + 2] = runs[i], delivery
    entries[n + 3], entries[n + 4] = owners[i], owner(worker, job)
    n = n + 4
  end
end
if n > 0 then redis.call('HSET', flight, unpack(entries)) end
if #stale > 0 then redis.call('ZREM', cancel, unpack(stale)) end
forget(flight, lease, gone, gone_jobs)
return table.concat(reply, ' ')
