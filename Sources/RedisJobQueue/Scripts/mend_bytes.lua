-- SPDX-License-Identifier: Apache-2.0
-- Doctor: puts the dead letters' bytes right, unless letters came or went since they were summed up.
-- KEYS: the dead letters' eight
-- ARGV: letters and bytes as they were before summing up, the sum
-- Returns: 1 if that was done
local letters = dead_letters(1)
if redis.call('ZCARD', letters.set) ~= tonumber(ARGV[1]) then return 0 end
if tonumber(redis.call('HGET', letters.totals, 'bytes') or 0) ~= tonumber(ARGV[2]) then return 0 end
redis.call('HSET', letters.totals, 'bytes', ARGV[3])
return 1
