-- SPDX-License-Identifier: Apache-2.0
-- Writes the last word on deliveries: a result, a later try, back to the head of the line, or a dead letter.
-- KEYS: flight, lease, jobs, later, later:rec, done, results, cancel, the dead letters' eight, ctl
-- ARGV: worker, window ms, window cap, dead letters' cap, their greatest age ms, their cap in bytes,
--       then for each delivery (at most 100), as the word asks:
--         'finish', delivery, job id, result
--         'later', delivery, bytes, delay ms
--         'release', delivery
--         'bury', delivery, job id ('' if unknown), letter id, class, fingerprint, facets, record,
--                 original bytes ('' = those in flight), result
-- Returns a word for each, in order, with spaces between: 'settled'; 'answered' (not ours any more, but this was written);
--          'lost'
local flight, lease, jobs, later, bodies, done, results, cancel = unpack(KEYS, 1, 8)
local letters, ctl = dead_letters(9), KEYS[17]
local now = now_ms()
local words, deliveries, count = {}, {}, 0
local widths = {finish = 4, later = 4, release = 2, bury = 10}
local at, last = 7, #ARGV
while at <= last do
  count = count + 1
  words[count], deliveries[count] = at, ARGV[at + 1]
  at = at + widths[ARGV[at]]
end

-- Nothing is taken out of flight before its word is written. A full Redis refuses a script's first write if it may
-- grow, but no later one; what has been reached must not fail for that.
redis.call('HDEL', flight, '')
local owned = owned_jobs(flight, deliveries, ARGV[1])
local reply, gone, gone_jobs, settled, answered, answers, buried = {}, {}, {}, 0, {}, {}, 0

-- A number that was given a second time must not end the other job.
local function is_of(job, at)
  local named = (ARGV[at] == 'finish' or ARGV[at] == 'bury') and ARGV[at + 2] or ''
  return job == '' or named == '' or job == named
end

local function put_off(delivery, bytes, delay_ms)
  redis.call('ZADD', later, text(now + delay_ms), delivery)
  redis.call('HSET', bodies, delivery, bytes)
end

local mode
local function is_draining()
  mode = mode or redis.call('HGET', ctl, 'mode') or 'open'
  return mode == 'draining'
end

local write = {
  finish = function(at) answered[#answered + 1], answers[#answers + 1] = ARGV[at + 2], ARGV[at + 3] end,
  later = function(at, delivery) put_off(delivery, ARGV[at + 2], tonumber(ARGV[at + 3])) end,
  -- A queue that drains hands out what is due, but nothing of the line.
  release = function(_, delivery, job)
    local original = redis.call('HGET', flight, delivery)
    if not original then return end
    if job ~= '' and is_draining() then return put_off(delivery, original, 0) end
    redis.call('RPUSH', jobs, original)
  end,
  bury = function(at, delivery)
    local id, class, fingerprint, facets, record, original = unpack(ARGV, at + 3, at + 8)
    local bytes = original ~= '' and original or redis.call('HGET', flight, delivery) or ''
    bury(letters, id, now, class, fingerprint, facets, record, bytes)
    answered[#answered + 1], answers[#answers + 1] = ARGV[at + 2], ARGV[at + 9]
    buried = buried + 1
  end,
}
for i = 1, count do
  local at, delivery = words[i], deliveries[i]
  local job = owned[delivery]
  if job and is_of(job, at) then
    write[ARGV[at]](at, delivery, job)
    settled = settled + 1
    gone[settled], gone_jobs[settled] = delivery, job
    owned[delivery] = nil
    reply[i] = 'settled'
  end
end
answer(done, results, cancel, answered, answers, now, tonumber(ARGV[2]), tonumber(ARGV[3]))
forget(flight, lease, gone, gone_jobs)

if buried > 0 then trim(letters, 10 * buried, now, tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])) end

for i = 1, count do
  if not reply[i] then
    local at = words[i]
    local word = ARGV[at]
    local has_answer = word == 'finish' and redis.call('ZSCORE', done, ARGV[at + 2])
      or word == 'later' and redis.call('ZSCORE', later, deliveries[i])
      or word == 'bury' and redis.call('ZSCORE', letters.set, ARGV[at + 3])
    reply[i] = has_answer and 'answered' or 'lost'
  end
end
return table.concat(reply, ' ')
