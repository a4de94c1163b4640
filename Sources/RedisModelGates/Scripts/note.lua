-- SPDX-License-Identifier: Apache-2.0
-- Notes that a gate is in use, for those who list them: names come from jobs, so only the latest are kept.
-- KEYS: index
-- ARGV: name, how many names are kept, seconds after which one is forgotten
local time = redis.call('TIME')
redis.call('ZADD', KEYS[1], time[1], ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', time[1] - tonumber(ARGV[3]))
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -1 - tonumber(ARGV[2]))
return 'OK'
