-- SPDX-License-Identifier: Apache-2.0
-- Sends dead letters back into the line as new runs; each may answer again. Not what was changed since it was read.
-- KEYS: the dead letters' eight, jobs, done, cancel
-- ARGV: for each letter (at most 100): id, job id ('' if unknown), bytes as they were read, then what is sent: so many of
--       them from the start, these in between, so many from the end
-- Returns: the ids that were sent
local letters, jobs, done, cancel = dead_letters(1), unpack(KEYS, 9)
local sent, is_tried = {}, false
for i = 1, #ARGV, 6 do
  local id, job, bytes, head, middle, tail = unpack(ARGV, i, i + 5)
  if redis.call('ZSCORE', letters.set, id) and redis.call('HGET', letters.bytes, id) == bytes then
    if not is_tried then try_unbury(letters, id) end
    is_tried = true
    redis.call('LPUSH', jobs, string.sub(bytes, 1, head) .. middle .. string.sub(bytes, #bytes - tail + 1))
    if job ~= '' then
      redis.call('ZREM', done, job)
      redis.call('ZREM', cancel, job)
    end
    unbury(letters, id)
    sent[#sent + 1] = id
  end
end
return sent
