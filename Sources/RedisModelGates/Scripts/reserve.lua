-- SPDX-License-Identifier: Apache-2.0
-- Sets money aside for a call, if it fits into the budgets of its day and its job.
-- KEYS: what the day has cost, its calls under way, what the job has cost (only with a budget of the job)
-- ARGV: time ('' for the server's), number of the day that the keys are of, call, amount, seconds after which the call's
--   end is not waited for any more, the day's budget ('' for any), the job's ('' for any)
-- Returns: {go, the day} or {other_day, today} or {day | job, what is left, seconds until it may fit ('' for never)}
if tonumber(ARGV[2]) ~= today then return {'other_day', whole(today), ''} end
let_go()

local call, amount, until_ = ARGV[3], tonumber(ARGV[4]), string.format('%.6f', now + tonumber(ARGV[5]))
local day_limit, job_limit = tonumber(ARGV[6]), tonumber(ARGV[7])

local function set_aside_for_job()
  local fields, total = redis.call('HGETALL', job_key), 0
  for i = 1, #fields, 2 do
    local held, ends = string.match(fields[i + 1], '^(%d+) ([%d.]+)$')
    if held and tonumber(ends) > now then
      total = total + tonumber(held)
    elseif held then
      redis.call('HDEL', job_key, fields[i])
    end
  end
  return total
end

-- What costs nothing always fits, also into a budget that is overdrawn.
if amount == 0 then job_limit, day_limit = nil, nil end
if job_limit then
  local left = job_limit - sum(job_key, 'spent')
  if amount > left then return {'job', whole(left), ''} end
  if amount > left - set_aside_for_job() then return {'job', whole(left), whole(short_wait)} end
end
if day_limit then
  local left = day_limit - sum(day_key, 'spent')
  if amount > day_limit then return {'day', whole(left), ''} end
  if amount > left then return {'day', whole(left), string.format('%.6f', (today + 1) * seconds_of_a_day - now)} end
  if amount > left - sum(day_key, 'reserved') then return {'day', whole(left), whole(short_wait)} end
end

add(day_key, 'reserved', amount)
redis.call('ZADD', open_key, until_, ARGV[4] .. ':' .. call)
if job_limit then redis.call('HSET', job_key, 'call:' .. call, ARGV[4] .. ' ' .. until_) end
keep()
return {'go', whole(today), ''}
