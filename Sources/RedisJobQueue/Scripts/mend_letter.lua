-- SPDX-License-Identifier: Apache-2.0
-- Doctor: puts a dead letter together again out of what is left of it, unless that changed meanwhile.
-- KEYS: the dead letters' eight
-- ARGV: id, record and bytes as they were read ('' = none), class, fingerprint, facets, record to write
-- Returns: 1 if that was done
local letters = dead_letters(1)
local id, old_record, bytes, class, fingerprint, facets, record = unpack(ARGV)
if (redis.call('HGET', letters.records, id) or '') ~= old_record then return 0 end
if (redis.call('HGET', letters.bytes, id) or '') ~= bytes then return 0 end
local died = tonumber(redis.call('ZSCORE', letters.set, id) or now_ms())
bury(letters, id, died, class, fingerprint, facets, record, bytes)
return 1
