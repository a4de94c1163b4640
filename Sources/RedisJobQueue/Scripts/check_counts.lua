-- SPDX-License-Identifier: Apache-2.0
-- Doctor: are groups of dead letters counted as the index has them? A slice.
-- KEYS: the dead letters' eight
-- ARGV: kind ('class', 'fingerprint'), cursor of ZSCAN, about how many, 1 = mend
-- Returns: next cursor ('0' = that was the last), groups looked at, then defect, subject, defect, subject ...
local letters, kind, mend = dead_letters(1), ARGV[1], ARGV[4] == '1'
local counts = letters.counts[kind]
local scan = redis.call('ZSCAN', counts, ARGV[2], 'COUNT', ARGV[3])
local reply = {scan[1], #scan[2] / 2}
for i = 1, #scan[2], 2 do
  local group = scan[2][i]
  local prefix = kind .. '\n' .. group
  local count = redis.call('ZLEXCOUNT', letters.index, '[' .. prefix .. '\n', '(' .. prefix .. '\011')
  if count ~= tonumber(scan[2][i + 1]) then
    reply[#reply + 1], reply[#reply + 2] = 'group_miscounted', group
    if mend then
      if count == 0 then redis.call('ZREM', counts, group) else redis.call('ZADD', counts, count, group) end
    end
  end
end
return reply
