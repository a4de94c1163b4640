-- SPDX-License-Identifier: Apache-2.0
-- Writes the last word on deliveries: a result, a later try, back to the head of the line, or a dead letter.
-- KEYS: flight, lease, jobs, later, later:rec, done, results, cancel, the dead letters' eight, ctl, later:begun
-- ARGV: worker, window ms, window cap, dead letters' cap, their greatest age ms, their cap in bytes,
--       then for each delivery (at most 100), as the word asks:
--         'finish', delivery, job id, result
--         'later', delivery, bytes, delay ms
--         'release', delivery
--         'bury', delivery, job id ('' if unknown), letter id, class, fingerprint, facets, record,
--                 original bytes ('' = those in flight), result
-- Returns a word for each, in order, with spaces between: 'settled'; 'answered' (not ours any more, but this was written);
--          'lost'
local ARGV = ARGV
local flight, lease, jobs, later, bodies, done, results, cancel = unpack(KEYS, 1, 8)
local letters, ctl, begun = dead_letters(9), KEYS[17], KEYS[18]
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
local reply, answered, answers, answer_count, burials, puts = {}, {}, {}, 0, {}, {}
local ending, ending_jobs, ended = {}, {}, 0
local returning, returning_jobs = {}, {}

-- A number that was given a second time must not end the other job.
local function is_of(job, at)
  local named = (ARGV[at] == 'finish' or ARGV[at] == 'bury') and ARGV[at + 2] or ''
  return job == '' or named == '' or job == named
end

-- What was not started was not begun: its producer has put it off, or it may not run just now.
local function put_off(delivery, job, bytes, delay_ms)
  local due = text(now + delay_ms)
  redis.call('ZADD', later, due, delivery)
  if job ~= '' then redis.call('ZADD', begun, due, delivery) end
  redis.call('HSET', bodies, delivery, bytes)
end

-- Fails where `put_off` or `bury` would half-way, and changes nothing.
local function try_writing(delivery)
  local entry = redis.call('HGET', flight, owner_of(delivery))
  redis.call('HSET', flight, owner_of(delivery), entry)
  redis.call('ZADD', lease, 'XX', text(now), '')
  if #burials == 0 then return end
  redis.call('ZSCORE', letters.set, '')
  redis.call('HINCRBY', letters.totals, 'bytes', '0')
  redis.call('ZINCRBY', lease, '0', delivery)
end

for i = 1, count do
  local at, delivery = words[i], deliveries[i]
  local job, word = owned[delivery], ARGV[at]
  if job and is_of(job, at) then
    if word == 'release' then
      returning[#returning + 1], returning_jobs[#returning_jobs + 1] = delivery, job
    else
      ended = ended + 1
      ending[ended], ending_jobs[ended] = delivery, job
      if word == 'later' then
        puts[#puts + 1] = {at = at, delivery = delivery, job = job}
      else
        answer_count = answer_count + 1
        answered[answer_count] = ARGV[at + 2]
        answers[answer_count] = ARGV[word == 'finish' and at + 3 or at + 9]
        if word == 'bury' then burials[#burials + 1] = at end
      end
    end
    owned[delivery] = nil
    reply[i] = 'settled'
  end
end

if #puts + #burials > 0 then try_writing(ending[1]) end
answer(done, results, cancel, answered, answers, now, tonumber(ARGV[2]), tonumber(ARGV[3]))
for _, at in ipairs(burials) do
  local id, class, fingerprint, facets, record, original = unpack(ARGV, at + 3, at + 8)
  local bytes = original ~= '' and original or redis.call('HGET', flight, ARGV[at + 1]) or ''
  bury(letters, id, now, class, fingerprint, facets, record, bytes)
end
for _, put in ipairs(puts) do put_off(put.delivery, put.job, ARGV[put.at + 2], tonumber(ARGV[put.at + 3])) end
forget(flight, lease, ending, ending_jobs)

-- Last, since nothing can try whether the line takes them.
local is_draining = #returning > 0 and redis.call('HGET', ctl, 'mode') == 'draining'
for i, delivery in ipairs(returning) do
  local original = redis.call('HGET', flight, delivery)
  if original and is_draining and returning_jobs[i] ~= '' then
    -- A queue that drains hands out what is due, but nothing of the line.
    put_off(delivery, returning_jobs[i], original, 0)
  elseif original then
    redis.call('RPUSH', jobs, original)
  end
end
forget(flight, lease, returning, returning_jobs)

if #burials > 0 then trim(letters, 10 * #burials, now, tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])) end

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
