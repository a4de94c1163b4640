-- SPDX-License-Identifier: Apache-2.0
-- Put before every script: the state of one gate, as RateGate and CircuitBreaker in ModelClient define it. What changes
-- here changes there; both pass the same conformance tests. All times are seconds with their fraction.

local gate_key, breaker_key = KEYS[1], KEYS[2]

-- Redis' own clock; replicas' clocks decide nothing. Tests give a time of theirs.
local function now_seconds()
  if ARGV[1] ~= '' then return tonumber(ARGV[1]) end
  local time = redis.call('TIME')
  return tonumber(time[1]) + tonumber(time[2]) / 1000000
end

local now = now_seconds()

local lowest_factor = 1 / 16
local slowing_interval = 10
local recovery_per_second = 1 / 300
local first_pause, longest_pause = 1, 60
local longest_block = 7 * 24 * 3600

local failures_to_open = 5
local first_opening, longest_opening = 30, 300
local longest_probe, wait_for_probe = 300, 5

-- A gate that nobody asks is forgotten a day after it has nothing more to remember.
local kept = 24 * 3600

local function numbers(key, names)
  local fields = {}
  for i, value in ipairs(redis.call('HMGET', key, unpack(names))) do fields[names[i]] = tonumber(value) end
  return fields
end

-- The means follow so many calls that were answered.
local followed = 64

local gate_names = {
  'requests', 'tokens', 'factor', 'filled', 'slowed', 'blocked', 'pause',
  'request_limit', 'token_limit', 'calls', 'mean_seconds', 'mean_tokens',
}
local breaker_names = {'failures', 'until', 'probe', 'openings', 'closed'}

local gate = numbers(gate_key, gate_names)
gate.factor = gate.factor or 1
gate.pause = gate.pause or first_pause
local breaker = numbers(breaker_key, breaker_names)
breaker.reason = redis.call('HGET', breaker_key, 'reason') or ''

local function write(key, names, fields, more)
  local pairs_, absent = {}, {}
  for _, name in ipairs(names) do
    if fields[name] then
      pairs_[#pairs_ + 1], pairs_[#pairs_ + 2] = name, string.format('%.17g', fields[name])
    else
      absent[#absent + 1] = name
    end
  end
  for name, value in pairs(more or {}) do pairs_[#pairs_ + 1], pairs_[#pairs_ + 2] = name, value end
  if #absent > 0 then redis.call('HDEL', key, unpack(absent)) end
  if #pairs_ > 0 then redis.call('HSET', key, unpack(pairs_)) end
  local latest = math.max(gate.blocked or 0, breaker['until'] or 0, breaker.closed or 0, now)
  redis.call('EXPIRE', key, math.ceil(latest - now) + kept)
end

local function save_gate() write(gate_key, gate_names, gate) end

local function save_breaker()
  if not (breaker.failures or breaker['until'] or breaker.closed) then
    redis.call('HDEL', breaker_key, 'reason', unpack(breaker_names))
    return
  end
  write(breaker_key, breaker_names, breaker, {reason = breaker.reason})
end

local function microseconds(seconds) return string.format('%.0f', math.ceil(seconds * 1000000)) end

-- What the operator and the breaker say: nil for nothing.
local function refusal()
  if breaker.closed and now < breaker.closed then return {'closed', '', microseconds(breaker.closed - now)} end
  local opening = breaker['until']
  if not opening then return nil end
  if now < opening then return {'refuse', breaker.reason, microseconds(opening - now)} end
  if breaker.probe and now - breaker.probe < longest_probe then
    return {'refuse', breaker.reason, microseconds(wait_for_probe)}
  end
  return nil
end
