-- SPDX-License-Identifier: Apache-2.0
-- An operator's word on a gate.
-- KEYS: gate, breaker
-- ARGV: time ('' for the server's), close | open | reset, seconds to stay closed
if ARGV[2] == 'reset' then
  redis.call('HDEL', gate_key, unpack(gate_names))
  redis.call('HDEL', breaker_key, 'reason', unpack(breaker_names))
  return 'OK'
end
if ARGV[2] == 'close' then
  breaker.closed = now + math.min(tonumber(ARGV[3]), longest_block)
  save_breaker()
  return 'OK'
end
breaker = {reason = ''}
save_breaker()
if gate.blocked then
  gate.blocked = nil
  save_gate()
end
return 'OK'
