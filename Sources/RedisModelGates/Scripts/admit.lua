-- SPDX-License-Identifier: Apache-2.0
-- Whether a call may be made now; takes its share of the limits if so.
-- KEYS: gate, breaker
-- ARGV: time ('' for the server's), tokens, requests per minute ('' for any), tokens per minute ('' for any)
-- Returns: {go | wait | refuse | closed, error class or '', microseconds}
local refused = refusal()
if refused then return refused end

local amount = tonumber(ARGV[2])
local wait = math.max(0, (gate.blocked or 0) - now)
local elapsed = math.max(0, now - (gate.filled or now))
gate.filled = math.max(now, gate.filled or now)
gate.factor = math.min(1, gate.factor + elapsed * recovery_per_second)

local function limit(name, per_minute, wanted)
  if per_minute == '' then return end
  local rate = math.max(1, tonumber(per_minute)) * gate.factor
  local capacity = math.max(1, rate / 10)
  gate[name] = math.min(capacity, (gate[name] or capacity) + rate / 60 * elapsed)
  wait = math.max(wait, (math.min(wanted, capacity) - gate[name]) / (rate / 60))
end

gate.request_limit, gate.token_limit = tonumber(ARGV[3]), tonumber(ARGV[4])
limit('requests', ARGV[3], 1)
limit('tokens', ARGV[4], amount)
-- Rounding must not make a caller come back a moment too early for ever.
local goes = wait < 0.000001
if goes then
  if gate.requests then gate.requests = gate.requests - 1 end
  if gate.tokens then gate.tokens = gate.tokens - amount end
end
save_gate()
if not goes then return {'wait', '', microseconds(wait)} end
if breaker['until'] then
  breaker.probe = now
  save_breaker()
end
return {'go', '', '0'}
