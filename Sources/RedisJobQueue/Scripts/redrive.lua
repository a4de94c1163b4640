-- SPDX-License-Identifier: Apache-2.0
-- Sends dead letters back into the line as new runs; each may answer again.
-- KEYS: dead, dead:rec, dead:job, dead:ix, dead:count, jobs, done
-- ARGV: letter id, job id ('' if unknown), bytes, letter id ... (at most 100 letters)
-- Returns: the ids that were sent
local dead, records, bytes, index, counts, jobs, done = unpack(KEYS)
local sent = {}
for i = 1, #ARGV, 3 do
  if unbury(dead, records, bytes, index, counts, ARGV[i]) then
    if ARGV[i + 1] ~= '' then redis.call('ZREM', done, ARGV[i + 1]) end
    redis.call('LPUSH', jobs, ARGV[i + 2])
    sent[#sent + 1] = ARGV[i]
  end
end
return sent
