-- SPDX-License-Identifier: Apache-2.0
-- Deletes dead letters for good.
-- KEYS: the dead letters' eight
-- ARGV: letter id ... (at most 100)
-- Returns: the ids that were there
local letters, deleted = dead_letters(1), {}
-- A full Redis refuses a script's first write if it may grow, but no later one; this makes room.
redis.call('ZREM', letters.set, '')
for _, id in ipairs(ARGV) do
  if unbury(letters, id) then deleted[#deleted + 1] = id end
end
return deleted
