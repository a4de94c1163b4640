-- SPDX-License-Identifier: Apache-2.0
-- Doctor: does each member of a sorted set have its field in a hash, or each field its member? A slice.
-- KEYS: sorted set, hash
-- ARGV: 'members' or 'fields', cursor of ZSCAN or HSCAN, about how many, 1 = mend, name of the defect
-- Returns: next cursor ('0' = that was the last), how many were looked at, then defect, subject, defect, subject ...
local set, hash = unpack(KEYS)
local what, cursor, count, mend, defect = ARGV[1], ARGV[2], ARGV[3], ARGV[4] == '1', ARGV[5]
local scan = what == 'members' and redis.call('ZSCAN', set, cursor, 'COUNT', count)
  or redis.call('HSCAN', hash, cursor, 'COUNT', count)
local now, reply = text(now_ms()), {scan[1], #scan[2] / 2}

for i = 1, #scan[2], 2 do
  local name = scan[2][i]
  if what == 'members' and redis.call('HEXISTS', hash, name) == 0 then
    reply[#reply + 1], reply[#reply + 2] = defect, name
    if mend then redis.call('ZREM', set, name) end
  elseif what == 'fields' and not redis.call('ZSCORE', set, name) then
    reply[#reply + 1], reply[#reply + 2] = defect, name
    if mend then redis.call('ZADD', set, now, name) end
  end
end
return reply
