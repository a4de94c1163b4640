-- SPDX-License-Identifier: Apache-2.0
-- Put before transitions that deal with dead letters, after the prelude.

-- Their eight keys, of which `KEYS[first]` is the first: ids by time of death, records, jobs' bytes, what letters are
-- found by, the index, counts by class and by fingerprint, totals.
local function dead_letters(first)
  local set, records, bytes, facets, index, classes, fingerprints, totals = unpack(KEYS, first, first + 7)
  return {
    set = set, records = records, bytes = bytes, facets = facets, index = index, totals = totals,
    counts = {class = classes, fingerprint = fingerprints},
  }
end

-- What a letter is found by is `class LF fingerprint LF facets`: apart from its record, which is many times as long.
local function parse_facets(entry)
  return string.match(entry, '^([^\n]*)\n([^\n]*)\n')
end

-- Members of the index sort by time within their group.
local function index_member(kind, group, died, id)
  return kind .. '\n' .. group .. '\n' .. string.format('%015.0f', died) .. '\n' .. id
end

-- As Redis orders members of one score: by bytes. Lua's own comparison follows the server's locale.
local function precedes(left, right)
  for i = 1, math.min(#left, #right) do
    local a, b = string.byte(left, i), string.byte(right, i)
    if a ~= b then return a < b end
  end
  return #left < #right
end

-- How many members of a sorted set come, the highest first, up to the place (score, member), which need not be taken.
local function rank_after(set, score, member)
  local first = redis.call('ZCOUNT', set, '(' .. score, '+inf')
  local last = first + redis.call('ZCOUNT', set, score, score)
  while first < last do
    local middle = math.floor((first + last) / 2)
    if precedes(redis.call('ZRANGE', set, middle, middle, 'REV')[1], member) then
      last = middle
    else
      first = middle + 1
    end
  end
  return first
end

-- At most so many places (id, died) from the latest backwards: of all letters (kind '') or of a group, that died from
-- `oldest` to `latest`, both included, after the place (died, id), '' = from the start.
local function places_of(letters, kind, group, oldest, latest, after_died, after_id, most)
  local places = {}
  if kind == '' then
    local first = after_died == '' and redis.call('ZCOUNT', letters.set, '(' .. latest, '+inf')
      or rank_after(letters.set, after_died, after_id)
    local found = redis.call('ZRANGE', letters.set, first, first + most - 1, 'REV', 'WITHSCORES')
    for i = 1, #found, 2 do
      if tonumber(found[i + 1]) < tonumber(oldest) then break end
      places[#places + 1] = {id = found[i], died = found[i + 1]}
    end
    return places
  end
  local upper = '(' .. (after_died == '' and index_member(kind, group, latest + 1, '')
    or index_member(kind, group, after_died, after_id))
  local lower = '[' .. index_member(kind, group, oldest, '')
  for i, member in ipairs(redis.call('ZRANGE', letters.index, upper, lower, 'BYLEX', 'REV', 'LIMIT', 0, most)) do
    local died, id = string.match(member, '(%d+)\n([^\n]*)$')
    places[i] = {id = id, died = text(tonumber(died))}
  end
  return places
end

-- Whether what a letter is found by has all of these.
local function has_facets(entry, facets)
  for _, facet in ipairs(facets) do
    if not string.find(entry, facet, 1, true) then return false end
  end
  return true
end

-- Takes a letter out of what letters are found and counted by. False if it is not there.
local function unindex(letters, id)
  local died = redis.call('ZSCORE', letters.set, id)
  if not died then return false end
  local size = redis.call('HSTRLEN', letters.records, id) + redis.call('HSTRLEN', letters.bytes, id)
  local class, fingerprint = parse_facets(redis.call('HGET', letters.facets, id) or '')
  redis.call('HINCRBY', letters.totals, 'bytes', -size)
  for kind, group in pairs({class = class, fingerprint = fingerprint}) do
    redis.call('ZREM', letters.index, index_member(kind, group, died, id))
    if tonumber(redis.call('ZINCRBY', letters.counts[kind], -1, group)) <= 0 then
      redis.call('ZREM', letters.counts[kind], group)
    end
  end
  return true
end

-- Fails where `unbury` would half-way, and changes nothing.
local function try_unbury(letters, id)
  redis.call('ZREM', letters.set, '')
  redis.call('HDEL', letters.records, '')
  redis.call('HSTRLEN', letters.records, id)
  redis.call('HINCRBY', letters.totals, 'bytes', '0')
  local class = parse_facets(redis.call('HGET', letters.facets, id) or '')
  if class then redis.call('ZINCRBY', letters.counts.class, '0', class) end
end

-- Takes a letter out of everything. False if it is not there.
local function unbury(letters, id)
  if not unindex(letters, id) then return false end
  redis.call('ZREM', letters.set, id)
  redis.call('HDEL', letters.records, id)
  redis.call('HDEL', letters.bytes, id)
  redis.call('HDEL', letters.facets, id)
  return true
end

-- A letter that is there already is written anew, and at no moment gone.
local function bury(letters, id, died, class, fingerprint, facets, record, bytes)
  unindex(letters, id)
  redis.call('HSET', letters.records, id, record)
  redis.call('HSET', letters.bytes, id, bytes)
  redis.call('HSET', letters.facets, id, class .. '\n' .. fingerprint .. '\n' .. facets)
  redis.call('ZADD', letters.set, text(died), id)
  redis.call('ZADD', letters.index, 0, index_member('class', class, died, id),
    0, index_member('fingerprint', fingerprint, died, id))
  redis.call('ZINCRBY', letters.counts.class, 1, class)
  redis.call('ZINCRBY', letters.counts.fingerprint, 1, fingerprint)
  redis.call('HINCRBY', letters.totals, 'bytes', #record + #bytes)
end

-- Caps: the oldest letters go first, at most so many at a time, and are counted by cause.
local function trim(letters, most, now, cap, age_ms, cap_bytes)
  for _ = 1, most do
    local oldest = redis.call('ZRANGE', letters.set, 0, 0, 'WITHSCORES')
    if not oldest[1] then return end
    local cause
    if redis.call('ZCARD', letters.set) > cap then
      cause = 'count'
    elseif tonumber(oldest[2]) <= now - age_ms then
      cause = 'age'
    elseif tonumber(redis.call('HGET', letters.totals, 'bytes') or 0) > cap_bytes then
      cause = 'bytes'
    else
      return
    end
    unbury(letters, oldest[1])
    redis.call('HINCRBY', letters.totals, 'dropped:' .. cause, 1)
  end
end

-- Now, letters, their bytes, and those dropped for their count, their age and their bytes.
local function totals_of(letters, now)
  local fields = redis.call('HMGET', letters.totals, 'bytes', 'dropped:count', 'dropped:age', 'dropped:bytes')
  local totals = {now, redis.call('ZCARD', letters.set)}
  for i = 1, 4 do totals[i + 2] = tonumber(fields[i] or 0) end
  return totals
end
