-- SPDX-License-Identifier: Apache-2.0
-- How a gate stands; changes nothing.
-- KEYS: gate, breaker
-- ARGV: time ('' for the server's)
-- Returns: {go | wait | refuse | closed, error class or '', microseconds, factor of the rate, failures in a row}
local wait = math.max(0, (gate.blocked or 0) - now)
local state = refusal() or {wait > 0 and 'wait' or 'go', '', microseconds(wait)}
local factor = math.min(1, gate.factor + math.max(0, now - (gate.filled or now)) * recovery_per_second)
return {state[1], state[2], state[3], string.format('%.17g', factor), tostring(breaker.failures or 0)}
