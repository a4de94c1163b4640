-- SPDX-License-Identifier: Apache-2.0
-- Puts exported dead letters back among the dead letters. Nothing is dropped for them.
-- KEYS: the dead letters' eight, seq, flight
-- ARGV: dead letters' cap, greatest age ms, cap in bytes,
--       then for each letter (at most 100): id (dl-<delivery>), died, class, fingerprint, facets, record, bytes
-- Returns for each, in order: 'imported'; 'present' (that letter is there); 'taken' (another letter has its id,
--          or a job in flight would get it); 'ahead' (of all numbers that deliveries get within a day); 'expired' (older
--          than letters are kept); 'full'
local letters, seq, flight = dead_letters(1), KEYS[9], KEYS[10]
local cap, age_ms, cap_bytes = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local now, last, highest = now_ms(), redis.call('INCRBY', seq, 0), 0
local limit = reachable(last, now)
local reply = {}

local function verdict(id, died, size)
  local present = redis.call('ZSCORE', letters.set, id)
  if present then return tonumber(present) == died and 'present' or 'taken' end
  if redis.call('HGET', flight, owner_of(string.sub(id, 4))) then return 'taken' end
  if tonumber(string.sub(id, 4)) > limit then return 'ahead' end
  if died <= now - age_ms then return 'expired' end
  if redis.call('ZCARD', letters.set) >= cap then return 'full' end
  if tonumber(redis.call('HGET', letters.totals, 'bytes') or 0) + size > cap_bytes then return 'full' end
  return 'imported'
end

for i = 4, #ARGV, 7 do
  local id, died, class, fingerprint, facets, record, bytes = unpack(ARGV, i, i + 6)
  died = tonumber(died)
  local word = verdict(id, died, #record + #bytes)
  if word == 'imported' then
    bury(letters, id, died, class, fingerprint, facets, record, bytes)
    highest = math.max(highest, tonumber(string.sub(id, 4)))
  end
  reply[#reply + 1] = word
end
-- Letters are named by deliveries: no later one may take such a name again.
if highest > last then redis.call('INCRBY', seq, text(highest - last)) end
return reply
