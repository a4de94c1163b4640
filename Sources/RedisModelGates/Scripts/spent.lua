-- SPDX-License-Identifier: Apache-2.0
-- What a day has cost.
-- KEYS: what the day has cost, its calls under way
-- ARGV: time ('' for the server's)
-- Returns: {today, the day's fields and their values}
let_go()
return {whole(today), redis.call('HGETALL', day_key)}
