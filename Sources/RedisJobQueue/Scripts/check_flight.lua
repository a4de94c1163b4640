-- SPDX-License-Identifier: Apache-2.0
-- Doctor: do jobs in flight, owners, running ids and leases agree? A slice.
-- KEYS: flight, lease
-- ARGV: cursor of HSCAN, about how many fields, 1 = mend
-- Returns: next cursor ('0' = that was the last), fields looked at, then defect, subject, defect, subject ...
local flight, lease = unpack(KEYS)
local mend = ARGV[3] == '1'
local scan = redis.call('HSCAN', flight, ARGV[1], 'COUNT', ARGV[2])
local entries, now = scan[2], text(now_ms())
local reply = {scan[1], #entries / 2}

local function found(defect, subject, command, ...)
  reply[#reply + 1], reply[#reply + 2] = defect, subject
  if mend then redis.call(command, ...) end
end

local function check_job(delivery)
  -- Without a lease the reaper would never see it. One that has ended makes it look at once.
  if not redis.call('ZSCORE', lease, delivery) then
    found('job_without_lease', delivery, 'ZADD', lease, now, delivery)
  end
  local entry = redis.call('HGET', flight, owner_of(delivery))
  if not entry then return found('job_without_owner', delivery, 'HSET', flight, owner_of(delivery), '') end
  local holder, job = parse_owner(entry)
  if job == '' then return end
  local run = redis.call('HGET', flight, run_of(job))
  if run == delivery then return end
  if run and redis.call('HEXISTS', flight, run) == 1 then
    found('job_started_twice', delivery, 'HSET', flight, owner_of(delivery), holder)
  else
    found('started_job_without_run', delivery, 'HSET', flight, run_of(job), delivery)
  end
end

for i = 1, #entries, 2 do
  local field, value = entries[i], entries[i + 1]
  local kind = string.sub(field, 1, 1)
  if kind == '@' then
    local delivery = string.sub(field, 2)
    if redis.call('HEXISTS', flight, delivery) == 0 then found('owner_without_job', delivery, 'HDEL', flight, field) end
  elseif kind == '#' then
    if redis.call('HEXISTS', flight, value) == 0 then
      found('run_without_job', string.sub(field, 2), 'HDEL', flight, field)
    end
  else
    check_job(field)
  end
end
return reply
