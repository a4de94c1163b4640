-- SPDX-License-Identifier: Apache-2.0
-- How a gate stands; changes nothing.
-- KEYS: gate, breaker
-- ARGV: time ('' for the server's)
-- Returns: {go | wait | refuse | closed, error class or '', microseconds, factor of the rate, failures in a row, requests
--   and tokens per minute, answered calls that were counted, their mean seconds and tokens}, '' for what is not known
local wait = math.max(0, (gate.blocked or 0) - now)
local state = refusal() or {wait > 0 and 'wait' or 'go', '', microseconds(wait)}
local factor = math.min(1, gate.factor + math.max(0, now - (gate.filled or now)) * recovery_per_second)
local status = {state[1], state[2], state[3], string.format('%.17g', factor), tostring(breaker.failures or 0)}
for _, name in ipairs({'request_limit', 'token_limit', 'calls', 'mean_seconds', 'mean_tokens'}) do
  status[#status + 1] = gate[name] and string.format('%.17g', gate[name]) or ''
end
return status
