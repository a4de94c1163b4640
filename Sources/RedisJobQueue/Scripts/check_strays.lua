-- SPDX-License-Identifier: Apache-2.0
-- Doctor: is there anything of a dead letter that is not in the set? A slice of one hash.
-- KEYS: the dead letters' eight
-- ARGV: which key (1...8), cursor of HSCAN, about how many, 1 = mend
-- Returns: next cursor ('0' = that was the last), fields looked at, then defect, subject, defect, subject ...
local letters, hash, mend = dead_letters(1), KEYS[tonumber(ARGV[1])], ARGV[4] == '1'
local scan = redis.call('HSCAN', hash, ARGV[2], 'COUNT', ARGV[3])
local reply = {scan[1], #scan[2] / 2}
for i = 1, #scan[2], 2 do
  local id = scan[2][i]
  if not redis.call('ZSCORE', letters.set, id) then
    local is_whole = redis.call('HEXISTS', letters.records, id) == 1 or redis.call('HEXISTS', letters.bytes, id) == 1
    reply[#reply + 1], reply[#reply + 2] = is_whole and 'letter_outside_set' or 'stray_facets', id
    if mend and not is_whole then redis.call('HDEL', hash, id) end
  end
end
return reply
