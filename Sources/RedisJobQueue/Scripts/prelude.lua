-- SPDX-License-Identifier: Apache-2.0
-- Put before every transition when it is loaded: what several of them need.

-- Redis' own clock in Unix milliseconds; workers' clocks decide nothing.
local function now_ms()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- A whole number as text. Redis writes out a Lua number by way of '%.17g', which costs as much as a command.
local function text(number)
  return string.format('%d', number)
end

-- How many bytes of jobs one reply may hold; a larger one would cost the worker its connection, and come again.
local reply_bytes = 64 * 1024 * 1024

-- An owner entry is the worker's id and, once the job was started, a line feed and the job's id.
local function parse_owner(entry)
  return string.match(entry, '^([^\n]*)\n?(.*)$')
end

-- The fence. nil unless `worker` still owns `delivery`; else the job's id, '' before start.
local function owned_job(owner, delivery, worker)
  local entry = redis.call('HGET', owner, delivery)
  if not entry then return nil end
  local holder, job = parse_owner(entry)
  if holder ~= worker then return nil end
  return job
end

-- Takes a delivery out of flight.
local function forget(flight, owner, lease, running, delivery, job)
  redis.call('HDEL', flight, delivery)
  redis.call('HDEL', owner, delivery)
  redis.call('ZREM', lease, delivery)
  if job ~= '' and redis.call('HGET', running, job) == delivery then
    redis.call('HDEL', running, job)
  end
end

-- Writes a terminal result unless this job id already has one; keeps the window of finished ids bounded.
local function answer(done, results, cancel, job, result, window_ms, cap)
  if job ~= '' then
    redis.call('ZREM', cancel, job)
    local now = now_ms()
    local new = redis.call('ZADD', done, 'NX', text(now), job)
    local old = redis.call('ZRANGE', done, '-inf', text(now - window_ms), 'BYSCORE', 'LIMIT', '0', '4')
    if #old > 0 then redis.call('ZREM', done, unpack(old)) end
    if redis.call('ZCARD', done) > cap then redis.call('ZPOPMIN', done, 2) end
    if new == 0 then return end
  end
  redis.call('LPUSH', results, result)
end

-- A dead letter's record is `class LF fingerprint LF JSON`; its two index members sort by time within their group.
local function dead_index(kind, group, died, id)
  return kind .. '\n' .. group .. '\n' .. string.format('%015.0f', died) .. '\n' .. id
end

-- Takes a dead letter out of the set, its records, indexes and counts. False if it is not there.
local function unbury(dead, records, bytes, index, counts, id)
  local died = redis.call('ZSCORE', dead, id)
  if not died then return false end
  local record = redis.call('HGET', records, id) or '\n\n'
  local class, fingerprint = string.match(record, '^([^\n]*)\n([^\n]*)\n')
  redis.call('ZREM', dead, id)
  redis.call('HDEL', records, id)
  redis.call('HDEL', bytes, id)
  redis.call('ZREM', index, dead_index('class', class, died, id), dead_index('fingerprint', fingerprint, died, id))
  for _, field in ipairs({'class\n' .. class, 'fingerprint\n' .. fingerprint}) do
    if redis.call('HINCRBY', counts, field, -1) <= 0 then redis.call('HDEL', counts, field) end
  end
  return true
end
