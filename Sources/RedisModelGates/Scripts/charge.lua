-- SPDX-License-Identifier: Apache-2.0
-- What a call has used; what was set aside for it is free again. Of a call that money was set aside for, only the first
-- charge counts.
-- KEYS: what the day has cost, its calls under way, what the job has cost (only with a budget of the job)
-- ARGV: time ('' for the server's), number of the day that the keys are of, call, amount set aside ('' for none), cost
--   ('' where the model has no price), model ('' for a call that used nothing)
-- Returns: {ok, the day}, or {other_day, today} where nothing was set aside under these keys
local call, amount, cost, model = ARGV[3], ARGV[4], tonumber(ARGV[5]) or 0, ARGV[6]
if amount ~= '' then
  local known_until = string.format('%.6f', now + charged_kept)
  if redis.call('ZADD', open_key, 'NX', known_until, 'done:' .. call) == 0 then return {'ok', ARGV[2]} end
  if redis.call('ZREM', open_key, amount .. ':' .. call) == 1 then
    add(day_key, 'reserved', -tonumber(amount))
  else
    add(day_key, 'unsettled', -tonumber(amount))
  end
elseif tonumber(ARGV[2]) ~= today then
  return {'other_day', whole(today)}
end
if job_key then redis.call('HDEL', job_key, 'call:' .. call) end
if model ~= '' then
  add(day_key, 'spent', cost)
  add(day_key, 'calls', 1)
  if ARGV[5] == '' then add(day_key, 'unpriced', 1) end
  -- Names come from jobs: those beyond a bound share one field.
  if redis.call('HEXISTS', day_key, 'calls:' .. model) == 0 and redis.call('HLEN', day_key) >= 2 * most_models then
    model = 'other'
  end
  add(day_key, 'calls:' .. model, 1)
  add(day_key, 'cost:' .. model, cost)
  if job_key then add(job_key, 'spent', cost) end
end
keep()
return {'ok', ARGV[2]}
