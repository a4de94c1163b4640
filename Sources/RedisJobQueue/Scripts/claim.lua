-- SPDX-License-Identifier: Apache-2.0
-- Hands up to k jobs to a worker, each under a new delivery number and a lease.
-- KEYS: ctl, results, later, later:rec, jobs, stage:<worker>, seq, flight, lease, workers, later:begun
-- ARGV: worker, k (1...100), lease ms, results cap (0 = none), largest job that is handed out
-- Returns: state ('open', 'paused', 'draining', 'full'), now ms, next due ms (-1 = none), the first delivery, whose
--          followers have the numbers after it, then the bytes of each (how many they are if that is too many)
local ctl, results, later, bodies, jobs, stage, seq, flight, lease, workers, begun = unpack(KEYS)
local worker, k, lease_ms, cap = ARGV[1], math.min(tonumber(ARGV[2]), 100), tonumber(ARGV[3]), tonumber(ARGV[4])
local most_bytes = tonumber(ARGV[5])
local now = now_ms()
local mode = redis.call('HGET', ctl, 'mode') or 'open'

-- A mode that this version does not know holds everything back.
if mode ~= 'open' and mode ~= 'draining' then return {'paused', now, -1} end
if cap > 0 and redis.call('LLEN', results) >= cap then return {'full', now, -1} end

-- Redis searches a small sorted set from end to end, but never again one that once held a name of this length.
local long_name = '-----------------------------------------------------------------'

local digits = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9'}

-- The `count` whole numbers from `first` (10 or more) on as texts. To format each would cost four times as much.
local function texts(first, count)
  local names, digit = {}, first % 10
  local tens = text((first - digit) / 10)
  for i = 1, count do
    names[i] = tens .. digits[digit + 1]
    digit = digit + 1
    if digit == 10 then tens, digit = text((first + i) / 10), 0 end
  end
  return names
end

-- All is looked at first, then written, and only then taken away.
local taken, count, total, is_full = {}, 0, 0, false

-- Adds up to n of the values to what is handed out, from `first` on in steps, as far as the reply holds them; one job
-- always is. Returns how many.
local function take(values, first, step, n)
  for i = 1, n do
    local bytes = values[first + step * (i - 1)]
    if not bytes then return i - 1 end
    if #bytes <= most_bytes then total = total + #bytes end
    is_full = is_full or count > 0 and total > reply_bytes
    if is_full then return i - 1 end
    count = count + 1
    taken[count] = bytes
  end
  return math.max(n, 0)
end

-- Takes up to n of a list's values from its right end, the last one first.
local function take_last(list, n)
  if n < 1 or is_full then return 0 end
  local found = redis.call('LRANGE', list, text(-n), '-1')
  return take(found, #found, -1, n)
end

-- What was received already comes first, then what has come due, the earliest foremost. While the queue drains, nothing
-- else is handed out, nor what its producer has put off and nobody began.
local from_stage = take_last(stage, k)
local due, due_bytes, gone = {}, {}, {}
local put_off = mode == 'draining' and begun or later
local next_due = redis.call('ZRANGE', put_off, '0', '0', 'WITHSCORES')
if next_due[2] and tonumber(next_due[2]) <= now then
  local most = mode == 'draining' and k - count or 100
  local found = redis.call('ZRANGE', put_off, '-inf', text(now), 'BYSCORE', 'LIMIT', '0', text(most))
  next_due = redis.call('ZRANGE', put_off, text(#found), text(#found), 'WITHSCORES')
  for i, bytes in ipairs(#found > 0 and redis.call('HMGET', bodies, unpack(found)) or {}) do
    if bytes then due[#due + 1], due_bytes[#due_bytes + 1] = found[i], bytes else gone[#gone + 1] = found[i] end
  end
end
local from_due = take(due_bytes, 1, 1, k - count)
local from_jobs = take_last(jobs, mode == 'draining' and 0 or k - count)

local reply = {mode, now, tonumber(next_due[2] or -1)}
local first = count > 0 and next_numbers(seq, count, now) - count + 1
if from_stage + from_jobs > 0 then redis.call('LTRIM', jobs, '0', '-1') end
if #due + #gone > 0 then
  redis.call('ZREM', later, '')
  redis.call('HDEL', bodies, '')
end

-- What else has come due goes to the head of the line, where it can be seen; then nothing is taken off the line.
local leaving = mode == 'draining' and from_due or #due
for i = leaving, from_due + 1, -1 do redis.call('RPUSH', jobs, due_bytes[i]) end
for i = from_due + 1, leaving do gone[#gone + 1] = due[i] end
local function drop_due(deliveries)
  redis.call('ZREM', later, unpack(deliveries))
  redis.call('ZREM', begun, unpack(deliveries))
  redis.call('HDEL', bodies, unpack(deliveries))
end
if #gone > 0 then drop_due(gone) end

if count > 0 then
  local entries, leases, lease_end = {}, {}, text(now + lease_ms)
  local deliveries = texts(first, count)
  reply[4] = first
  for i = 1, count do
    local delivery, bytes = deliveries[i], taken[i]
    entries[4 * i - 3], entries[4 * i - 2] = delivery, bytes
    entries[4 * i - 1], entries[4 * i] = owner_of(delivery), worker
    leases[2 * i - 1], leases[2 * i] = lease_end, delivery
    reply[4 + i] = handed_out(bytes, most_bytes)
  end
  if redis.call('EXISTS', lease) == 0 then
    redis.call('ZREM', lease, long_name)
    redis.call('ZADD', lease, lease_end, long_name, unpack(leases))
    redis.call('ZREM', lease, long_name)
  else
    redis.call('ZADD', lease, unpack(leases))
  end
  redis.call('HSET', flight, unpack(entries))
elseif mode == 'open' and not redis.call('ZSCORE', workers, worker) then
  -- It will wait now, and somebody must look after what it receives.
  redis.call('ZADD', workers, text(now), worker)
end
if from_due > 0 then drop_due({unpack(due, 1, from_due)}) end
if from_stage > 0 then redis.call('LTRIM', stage, '0', text(-from_stage - 1)) end
if from_jobs > 0 then redis.call('LTRIM', jobs, '0', text(-from_jobs - 1)) end
return reply
