-- SPDX-License-Identifier: Apache-2.0
-- Put before every transition when it is loaded: what several of them need.
--
-- What runs for each job counts loops up by hand: `ipairs` costs a call for each step, `#` a search. A table that is made
-- of a list at once need not grow step by step. Each text costs the time to hash all of it, so none is made to be compared.
local find, format, sub = string.find, string.format, string.sub

-- Redis undoes nothing of a script that fails half-way, as for want of a right. So what takes away comes after what is
-- written, and whatever would be written again for the failure of what follows comes after a trial of that: the same
-- command, so that it changes nothing (members and fields named '' are nowhere).

-- Redis' own clock in Unix milliseconds; workers' clocks decide nothing.
local function now_ms()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- A whole number as text. Redis writes out a Lua number by way of '%.17g', which costs as much as a command.
local function text(number)
  return format('%d', number)
end

-- How many bytes of jobs one reply may hold; a larger one would cost the worker its connection, and come again.
local reply_bytes = 64 * 1024 * 1024

-- What a worker gets of a job: its bytes, or where they are more than `most` only how many they are.
local function handed_out(bytes, most)
  return #bytes <= most and bytes or #bytes
end

-- What is in flight lies in one hash: `delivery` holds the job's bytes, `@delivery` its owner (the worker's id and, once
-- the job was started, a line feed and the job's id; before that, if workers have lost it, a carriage return and how many
-- in a row), `#job id` the delivery under which that job runs. One hash, since Redis searches small hashes of short values
-- from end to end.
local function owner_of(delivery) return '@' .. delivery end
local function run_of(job) return '#' .. job end

-- The same for many: fields of `values`, which `mark` begins.
local function fields(mark, values)
  local names = {unpack(values)}
  for i = 1, #names do names[i] = mark .. names[i] end
  return names
end

-- The field of `ctl` that is there while an operator wants a worker to take no more jobs.
local function quiet_mark(worker) return 'quiet:' .. worker end

-- An owner that has started a job.
local function owner(worker, job) return worker .. '\n' .. job end

-- The worker, the job's id ('' before start), and how many workers in a row lost it before start.
local function parse_owner(entry)
  local worker, separator, rest = string.match(entry, '^([^\r\n]*)([\r\n]?)(.*)$')
  if separator == '\r' then return worker, '', tonumber(rest) or 0 end
  return worker, rest, 0
end

-- The fence. Of the deliveries, those that `worker` still owns, each with its job's id, '' before start; and the fields of
-- all their owners.
local function owned_jobs(flight, deliveries, worker)
  local owned, owners, started = {}, fields('@', deliveries), owner(worker, '')
  if #deliveries == 0 then return owned, owners end
  local entries, rest = redis.call('HMGET', flight, unpack(owners)), #started + 1
  for i = 1, #deliveries do
    local entry = entries[i]
    if entry == worker then
      owned[deliveries[i]] = ''
    elseif entry and find(entry, started, 1, true) == 1 then
      owned[deliveries[i]] = sub(entry, rest)
    elseif entry and parse_owner(entry) == worker then
      owned[deliveries[i]] = ''
    end
  end
  return owned, owners
end

-- Takes deliveries out of flight; `jobs` holds the ids of those that run under them, '' where they did not start, and
-- `owners` the fields of their owners, if these are at hand.
local function forget(flight, lease, deliveries, jobs, owners)
  if #deliveries == 0 then return end
  redis.call('HDEL', flight, unpack(fields('#', jobs)))
  redis.call('HDEL', flight, unpack(owners or fields('@', deliveries)))
  redis.call('HDEL', flight, unpack(deliveries))
  redis.call('ZREM', lease, unpack(deliveries))
end

-- Gives out k new delivery numbers; returns the last. They grow with time, 256 a millisecond, so that none is given a
-- second time even where Redis lost its last writes: under it, an old run would end somebody else's job.
local function next_numbers(seq, k, now)
  local last = redis.call('INCRBY', seq, text(k))
  local behind = now * 256 + k - last
  if behind > 0 then last = redis.call('INCRBY', seq, text(behind)) end
  return last
end

-- The highest number that a delivery may get within a day if the count stands at `last`. What is beyond it is in nobody's
-- way, and counting goes not on behind it: that could never be undone.
local function reachable(last, now) return math.max(last, (now + 86400000) * 256) end

-- Which of these jobs have their answer, as far back as the window reaches: older ids may come again, and may still be
-- there where nothing was answered since.
local function answered_jobs(done, jobs, now, window_ms)
  local answered = redis.call('ZMSCORE', done, unpack(jobs))
  for i = 1, #jobs do
    local at = answered[i]
    if at and tonumber(at) <= now - window_ms then answered[i] = false end
  end
  return answered
end

-- Writes the terminal results of jobs ('' if the id is unknown), but none for an id that has one already.
-- Keeps the window of finished ids bounded.
local function answer(done, results, cancel, jobs, answers, now, window_ms, cap)
  if #jobs == 0 then return end
  local answered = answered_jobs(done, jobs, now, window_ms)
  local new, marks, marked, stamp, seen = {}, {}, 0, text(now), {}
  for i = 1, #jobs do
    local job = jobs[i]
    if job == '' then
      new[#new + 1] = answers[i]
    elseif not (answered[i] or seen[job]) then
      seen[job] = true
      new[#new + 1] = answers[i]
      marks[marked + 1], marks[marked + 2] = stamp, job
      marked = marked + 2
    end
  end
  redis.call('ZADD', done, 'XX', stamp, '')
  redis.call('ZREM', done, '')
  local has_wishes = redis.call('EXISTS', cancel) == 1
  local surplus = math.min(redis.call('ZCARD', done) + marked / 2 - cap, 2 * #jobs)
  if surplus > 0 then redis.call('ZPOPMIN', done, text(surplus)) end
  local old = redis.call('ZRANGE', done, '-inf', text(now - window_ms), 'BYSCORE', 'LIMIT', 0, 2 * #jobs)
  if #old > 0 then redis.call('ZREM', done, unpack(old)) end
  if #new > 0 then redis.call('LPUSH', results, unpack(new)) end
  if marked > 0 then redis.call('ZADD', done, unpack(marks)) end
  if has_wishes then redis.call('ZREM', cancel, unpack(jobs)) end
end
