-- SPDX-License-Identifier: Apache-2.0
-- Put before the scripts of budgets: what a day and a job have cost, as SpendLedger in ModelClient reckons it. What changes
-- here changes there; both pass the same conformance tests. Times are seconds, amounts whole millionths of a US dollar.

local day_key, open_key, job_key = KEYS[1], KEYS[2], KEYS[3]

local seconds_of_a_day = 24 * 3600
-- A job may wait for a week, and shall find then what it has spent before.
local day_kept, job_kept = 40 * seconds_of_a_day, 8 * seconds_of_a_day
-- For so long it is known which calls were charged: a charge whose reply was lost is told again.
local charged_kept = 15 * 60
-- How soon the money of calls under way may be free.
local short_wait = 30
local most_models = 500

-- Redis' own clock; replicas' clocks decide nothing. Tests give a time of theirs.
local function now_seconds()
  if ARGV[1] ~= '' then return tonumber(ARGV[1]) end
  local time = redis.call('TIME')
  return tonumber(time[1]) + tonumber(time[2]) / 1000000
end

local now = now_seconds()
local today = math.floor(now / seconds_of_a_day)

local function whole(number) return string.format('%.0f', number) end

local function sum(key, field) return tonumber(redis.call('HGET', key, field) or '0') end

local function add(key, field, amount) redis.call('HINCRBY', key, field, whole(amount)) end

-- Nobody told in time how these calls ended.
local function let_go()
  local late = redis.call('ZRANGE', open_key, '-inf', string.format('%.6f', now), 'BYSCORE', 'LIMIT', 0, 1000)
  if #late == 0 then return end
  local amount = 0
  -- A call that was charged is kept as `done:`, without an amount.
  for _, member in ipairs(late) do amount = amount + tonumber(string.match(member, '^(%d+):') or 0) end
  redis.call('ZREM', open_key, unpack(late))
  if amount == 0 then return end
  add(day_key, 'reserved', -amount)
  add(day_key, 'unsettled', amount)
end

local function keep()
  redis.call('EXPIRE', day_key, day_kept)
  redis.call('EXPIRE', open_key, 2 * seconds_of_a_day)
  if job_key then redis.call('EXPIRE', job_key, job_kept) end
end

