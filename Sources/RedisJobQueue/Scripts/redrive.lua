-- SPDX-License-Identifier: Apache-2.0
-- Sends dead letters back into the line as new runs; each may answer again.
-- KEYS: the dead letters' eight, jobs, done, cancel
-- ARGV: letter id, job id ('' if unknown), bytes, letter id ... (at most 100 letters)
-- Returns: the ids that were sent
local letters, jobs, done, cancel = dead_letters(1), unpack(KEYS, 9)
local sent = {}
for i = 1, #ARGV, 3 do
  if unbury(letters, ARGV[i]) then
    if ARGV[i + 1] ~= '' then
      redis.call('ZREM', done, ARGV[i + 1])
      redis.call('ZREM', cancel, ARGV[i + 1])
    end
    redis.call('LPUSH', jobs, ARGV[i + 2])
    sent[#sent + 1] = ARGV[i]
  end
end
return sent
