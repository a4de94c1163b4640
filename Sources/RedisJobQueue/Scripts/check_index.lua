-- SPDX-License-Identifier: Apache-2.0
-- Doctor: does each member of the dead letters' index stand for a letter, and is its group counted? A slice.
-- KEYS: the dead letters' eight
-- ARGV: member to go on after ('' = from the start), how many, 1 = mend
-- Returns: member to go on after ('' = there are no more), members looked at, then defect, subject, defect, subject ...
local letters, mend = dead_letters(1), ARGV[3] == '1'
local start = ARGV[1] == '' and '-' or '(' .. ARGV[1]
local found = redis.call('ZRANGE', letters.index, start, '+', 'BYLEX', 'LIMIT', 0, ARGV[2])
local reply = {'', #found}

local function is_right(kind, group, died, id)
  local score = redis.call('ZSCORE', letters.set, id)
  local class, fingerprint = parse_facets(redis.call('HGET', letters.facets, id) or '')
  return score and tonumber(score) == tonumber(died) and (kind == 'class' and class or fingerprint) == group
end

for _, member in ipairs(found) do
  local kind, group, died, id = string.match(member, '^(%l+)\n([^\n]*)\n(%d+)\n([^\n]*)$')
  if not letters.counts[kind or ''] or not is_right(kind, group, died, id) then
    reply[#reply + 1], reply[#reply + 2] = 'stale_index', id or member
    if mend then redis.call('ZREM', letters.index, member) end
  elseif not redis.call('ZSCORE', letters.counts[kind], group) then
    reply[#reply + 1], reply[#reply + 2] = 'group_miscounted', group
    -- The count itself is put right with the others'.
    if mend then redis.call('ZADD', letters.counts[kind], 0, group) end
  end
end
if #found == tonumber(ARGV[2]) then reply[1] = found[#found] end
return reply
