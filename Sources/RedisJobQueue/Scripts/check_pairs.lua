-- SPDX-License-Identifier: Apache-2.0
-- Doctor: does each delivery in a sorted set have its field in a hash, or each field its member, and were they counted?
-- A slice.
-- KEYS: sorted set, hash, seq
-- ARGV: 'members' or 'fields', cursor of ZSCAN or HSCAN, about how many, 1 = mend, name of the defect
-- Returns: next cursor ('0' = that was the last), how many were looked at, then defect, subject, defect, subject ...
local set, hash, seq = unpack(KEYS)
local what, cursor, count, mend, defect = ARGV[1], ARGV[2], ARGV[3], ARGV[4] == '1', ARGV[5]
local scan = what == 'members' and redis.call('ZSCAN', set, cursor, 'COUNT', count)
  or redis.call('HSCAN', hash, cursor, 'COUNT', count)
local now, reply, latest = text(now_ms()), {scan[1], #scan[2] / 2}, 0
local last = tonumber(redis.call('GETRANGE', seq, 0, -1)) or 0
local limit = reachable(last, tonumber(now))

for i = 1, #scan[2], 2 do
  local name = scan[2][i]
  local number = tonumber(string.match(name, '^%d+$') or 0)
  if number <= limit then latest = math.max(latest, number) end
  if what == 'members' and redis.call('HEXISTS', hash, name) == 0 then
    reply[#reply + 1], reply[#reply + 2] = defect, name
    if mend then redis.call('ZREM', set, name) end
  elseif what == 'fields' and not redis.call('ZSCORE', set, name) then
    reply[#reply + 1], reply[#reply + 2] = defect, name
    if mend then redis.call('ZADD', set, now, name) end
  end
end
-- A delivery still to come would overwrite what is there under its number.
local behind = what == 'members' and latest - last or 0
if behind > 0 then
  reply[#reply + 1], reply[#reply + 2] = 'delivery_count_behind', text(latest)
  if mend then redis.call('INCRBY', seq, text(behind)) end
end
return reply
