-- SPDX-License-Identifier: Apache-2.0
-- Puts other bytes in the place of a dead letter's job, unless somebody changed the letter meanwhile.
-- KEYS: the dead letters' eight
-- ARGV: id, bytes as they were read, new record, new bytes
-- Returns: 1 if that was done
local letters = dead_letters(1)
local id, old_bytes, record, bytes = unpack(ARGV)
local old_record = redis.call('HSTRLEN', letters.records, id)
if old_record == 0 or redis.call('HGET', letters.bytes, id) ~= old_bytes then return 0 end
redis.call('HSET', letters.records, id, record)
redis.call('HSET', letters.bytes, id, bytes)
redis.call('HINCRBY', letters.totals, 'bytes', #record - old_record + #bytes - #old_bytes)
return 1
