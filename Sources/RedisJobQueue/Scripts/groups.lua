-- SPDX-License-Identifier: Apache-2.0
-- Groups of dead letters that are alike, the largest first.
-- KEYS: the dead letters' eight
-- ARGV: kind ('class', 'fingerprint'), count ('' = from the start) and name of the group to go on after,
--       limit (1...100)
-- Returns for each group: name, count, first and last time of death, id and record of the latest letter
local letters = dead_letters(1)
local kind, after_count, after_name, limit = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local counts = letters.counts[kind]
local first = after_count == '' and 0 or rank_after(counts, after_count, after_name)
local found = redis.call('ZRANGE', counts, first, first + limit - 1, 'REV', 'WITHSCORES')
local reply = {}

for i = 1, #found, 2 do
  local name, count = found[i], found[i + 1]
  local lower, upper = '[' .. kind .. '\n' .. name .. '\n', '(' .. kind .. '\n' .. name .. '\011'
  local earliest = redis.call('ZRANGE', letters.index, lower, upper, 'BYLEX', 'LIMIT', 0, 1)[1] or ''
  local latest = redis.call('ZRANGE', letters.index, upper, lower, 'BYLEX', 'REV', 'LIMIT', 0, 1)[1] or ''
  local from = string.match(earliest, '(%d+)\n[^\n]*$')
  local to, id = string.match(latest, '(%d+)\n([^\n]*)$')
  local record = id and redis.call('HGET', letters.records, id)
  for _, value in ipairs({name, tonumber(count), tonumber(from or 0), tonumber(to or 0), id or '', record or ''}) do
    reply[#reply + 1] = value
  end
end
return reply
