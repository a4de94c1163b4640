-- SPDX-License-Identifier: Apache-2.0
-- The job whose turn comes first, for those who look at it every few seconds.
-- KEYS: jobs
-- ARGV: largest job that is handed out
-- Returns: its bytes, or how many they are if that is too many; false where none waits
local bytes = redis.call('LRANGE', KEYS[1], '-1', '-1')[1]
return bytes and handed_out(bytes, tonumber(ARGV[1]))
