-- SPDX-License-Identifier: Apache-2.0
-- Doctor: is each dead letter whole? A slice, from the latest backwards. Letters are mended by `mend_letter.lua`.
-- KEYS: the dead letters' eight, seq
-- ARGV: died ('' = from the start) and id to go on after, how many, 1 = mend the delivery count
-- Returns: died and id to go on after ('' = there are no more), letters looked at, bytes of their records and jobs,
--          then defect, subject, defect, subject ...
local letters, seq = dead_letters(1), KEYS[9]
local after_died, after_id, most, mend = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4] == '1'
local first = after_died == '' and 0 or rank_after(letters.set, after_died, after_id)
local found = redis.call('ZRANGE', letters.set, first, first + most - 1, 'REV', 'WITHSCORES')
local reply, size, last = {'', '', #found / 2, 0}, 0, tonumber(redis.call('GETRANGE', seq, 0, -1)) or 0
local limit = reachable(last, now_ms())

local function defect(name, subject)
  reply[#reply + 1], reply[#reply + 2] = name, subject
end

local function has_index(id, died, facets)
  local class, fingerprint = parse_facets(facets)
  return class and redis.call('ZSCORE', letters.index, index_member('class', class, died, id))
    and redis.call('ZSCORE', letters.index, index_member('fingerprint', fingerprint, died, id))
end

for i = 1, #found, 2 do
  local id, died = found[i], found[i + 1]
  local facets = redis.call('HGET', letters.facets, id)
  if redis.call('HEXISTS', letters.records, id) == 0 then
    defect('letter_without_record', id)
  elseif redis.call('HEXISTS', letters.bytes, id) == 0 then
    defect('letter_without_job', id)
  elseif not facets or not has_index(id, died, facets) then
    defect('letter_without_index', id)
  end
  size = size + redis.call('HSTRLEN', letters.records, id) + redis.call('HSTRLEN', letters.bytes, id)
  local delivery = tonumber(string.match(id, '^dl%-(%d+)$') or 0)
  if delivery > last and delivery <= limit then
    defect('delivery_count_behind', id)
    last = delivery
    if mend then redis.call('INCRBY', seq, text(last - redis.call('INCRBY', seq, 0))) end
  end
end
if #found == 2 * most then reply[1], reply[2] = found[#found], found[#found - 1] end
reply[4] = size
return reply
