-- SPDX-License-Identifier: Apache-2.0
-- How an admitted call has ended.
-- KEYS: gate, breaker
-- ARGV: time ('' for the server's), tokens reserved, tokens used, what the end tells the gate (answered | ignores |
--   proves | slows | counts | opens), error class or '', seconds that the provider asked to be left alone or '', seconds
--   that the call took or ''
local effect, class, retry_after, took = ARGV[4], ARGV[5], tonumber(ARGV[6]), tonumber(ARGV[7])

if gate.tokens then gate.tokens = gate.tokens + tonumber(ARGV[2]) - tonumber(ARGV[3]) end
if effect == 'slows' then
  gate.blocked = math.max(gate.blocked or 0, now + math.min(retry_after or gate.pause, longest_block))
  if not (gate.slowed and now - gate.slowed < slowing_interval) then
    gate.slowed = now
    gate.factor = math.max(lowest_factor, gate.factor / 2)
    gate.pause = math.min(gate.pause * 2, longest_pause)
  end
elseif effect == 'answered' then
  gate.pause = first_pause
  if took then
    gate.calls = math.min((gate.calls or 0) + 1, followed)
    local function follow(name, value) gate[name] = (gate[name] or 0) + (value - (gate[name] or 0)) / gate.calls end
    follow('mean_seconds', took)
    follow('mean_tokens', tonumber(ARGV[3]))
  end
end
save_gate()

local function open()
  local opening = breaker['until']
  -- Calls that were let through before are no reason to stay open for longer.
  if opening and now < opening and not retry_after then return end
  local openings = breaker.openings or 0
  local usual = math.min(first_opening * 2 ^ math.min(openings, 8), longest_opening)
  breaker.reason = class
  breaker['until'] = now + math.max(math.min(retry_after or usual, longest_block), 1)
  breaker.probe = nil
  breaker.openings = openings + 1
  breaker.failures = nil
end

if effect == 'opens' then
  open()
elseif effect == 'counts' then
  breaker.failures = (breaker.failures or 0) + 1
  if breaker['until'] or breaker.failures >= failures_to_open then open() end
elseif effect == 'ignores' then
  -- A probe that was cancelled has told nothing; the next call is the probe.
  breaker.probe = nil
else
  breaker = {closed = breaker.closed, reason = ''}
end
save_breaker()
return 'OK'
