-- SPDX-License-Identifier: Apache-2.0
-- Counts a slice of the dead letters by what they can be told apart by, from the latest backwards.
-- KEYS: the dead letters' eight
-- ARGV: kind ('' = all, 'class', 'fingerprint'), group, oldest ms, latest ms (both included),
--       died ('' = from the start) and id of the letter to go on after, how many to look at (1...1000),
--       how many ages there are but the last, up to which age in ms each of them goes, then facets, all of which a letter
--       must have
-- Returns: died and id to go on after ('' = there are no more), how many were looked at, how many were counted,
--          then what and how many, such as 'stage=model', 7; ages are numbered from 1
local letters, now = dead_letters(1), now_ms()
local kind, group, oldest, latest, after_died, after_id = unpack(ARGV, 1, 6)
local most, ages = tonumber(ARGV[7]), tonumber(ARGV[8])
local facets = {unpack(ARGV, 9 + ages)}
local counted = {stage = true, reason = true, type = true, model = true}
local counts, total = {}, 0

local function count(what) counts[what] = (counts[what] or 0) + 1 end

local function age_of(died)
  for i = 1, ages do
    if now - tonumber(died) < tonumber(ARGV[8 + i]) then return i end
  end
  return ages + 1
end

local function count_letter(entry, died)
  local class, fingerprint, line = string.match(entry, '^([^\n]*)\n([^\n]*)\n(.*)$')
  if not class then return end
  total = total + 1
  count('class=' .. class)
  count('fingerprint=' .. fingerprint)
  count('age=' .. age_of(died))
  for term in string.gmatch(line, '[^\t]+') do
    if counted[string.match(term, '^(%l+)=')] then count(term) end
  end
end

local places = places_of(letters, kind, group, oldest, latest, after_died, after_id, most)
for start = 1, #places, 200 do
  local ids = {}
  for i = start, math.min(start + 199, #places) do ids[#ids + 1] = places[i].id end
  for i, entry in ipairs(redis.call('HMGET', letters.facets, unpack(ids))) do
    if entry and has_facets(entry, facets) then count_letter(entry, places[start + i - 1].died) end
  end
end

local last = places[#places]
local is_more = #places == most
local reply = {is_more and last.died or '', is_more and last.id or '', #places, total}
for what, number in pairs(counts) do reply[#reply + 1], reply[#reply + 2] = what, number end
return reply
