-- SPDX-License-Identifier: Apache-2.0
-- Dead letters from the latest backwards. What no index serves is looked for among a bounded number of letters.
-- KEYS: the dead letters' eight
-- ARGV: kind ('' = all, 'class', 'fingerprint'), group, oldest ms, latest ms (both included),
--       died ('' = from the start) and id of the letter to go on after, limit (1...1000), most to look at for facets
--       (1...1000), 1 = with the jobs' bytes, then facets, all of which a letter must have
-- Returns: died and id to go on after ('' = there are no more), how many were looked at,
--          then for each letter found: id, died, record, bytes ('' if not asked for)
local letters = dead_letters(1)
local kind, group, oldest, latest, after_died, after_id = unpack(ARGV, 1, 6)
local limit, most, with_bytes = tonumber(ARGV[7]), tonumber(ARGV[8]), ARGV[9] == '1'
local facets = {unpack(ARGV, 10)}
if #facets == 0 then most = limit end

-- The first of the places at which a letter matches, up to the limit, and the place after the last one looked at.
local function search(places)
  local found, start = {}, 1
  while start <= #places do
    local ids = {}
    for i = start, math.min(start + 199, #places) do ids[#ids + 1] = places[i].id end
    for _, entry in ipairs(redis.call('HMGET', letters.facets, unpack(ids))) do
      if #found == limit then return found, start end
      if entry and has_facets(entry, facets) then found[#found + 1] = start end
      start = start + 1
    end
  end
  return found, start
end

local places = places_of(letters, kind, group, oldest, latest, after_died, after_id, most)
local found, finish = {}, 1
if #facets == 0 then
  for i = 1, math.min(#places, limit) do found[i], finish = i, i + 1 end
else
  found, finish = search(places)
end

local reply, total = {'', '', 0}, 0
for _, i in ipairs(found) do
  if total > reply_bytes then
    finish = i
    break
  end
  local id = places[i].id
  local record = redis.call('HGET', letters.records, id) or ''
  local bytes = with_bytes and redis.call('HGET', letters.bytes, id) or ''
  for _, value in ipairs({id, places[i].died, record, bytes}) do reply[#reply + 1] = value end
  total = total + #record + #bytes
end
local last = places[finish - 1]
if last and (finish <= #places or #places == most) then reply[1], reply[2] = last.died, last.id end
reply[3] = finish - 1
return reply
