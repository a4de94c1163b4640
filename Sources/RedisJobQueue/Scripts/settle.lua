-- SPDX-License-Identifier: Apache-2.0
-- Writes the last word on deliveries: a result, a later try, back to the head of the line, or a dead letter.
-- KEYS: flight, lease, jobs, later, later:rec, done, results, cancel, the dead letters' eight, ctl, later:begun
-- ARGV: worker, window ms, window cap, dead letters' cap, their greatest age ms, their cap in bytes, how many deliveries (at
--       most 100), then of all these the numbers and the job ids ('' = unknown), then the words, each with how many
--       deliveries in a row have it and what it asks for each of them:
--         'finish': result
--         'later': bytes, delay ms
--         'release'
--         'bury': result, letter id, class, fingerprint, facets, record, original bytes ('' = those in flight)
-- Returns a word for each, in order, with spaces between: 'settled'; 'answered' (not ours any more, but this was written);
--          'lost'
local ARGV = ARGV
local flight, lease, jobs, later, bodies, done, results, cancel = unpack(KEYS, 1, 8)
local letters, ctl, begun = dead_letters(9), KEYS[17], KEYS[18]
local now = now_ms()
local count = tonumber(ARGV[7])
local deliveries, named = {unpack(ARGV, 8, 7 + count)}, {unpack(ARGV, 8 + count, 7 + 2 * count)}
local widths = {finish = 1, later = 2, release = 0, bury = 7}

-- Nothing is taken out of flight before its word is written. A full Redis refuses a script's first write if it may
-- grow, but no later one; what has been reached must not fail for that.
redis.call('HDEL', flight, '')
local owned, owners = owned_jobs(flight, deliveries, ARGV[1])
local reply, unsettled, burials, puts = {}, {}, {}, {}
local answered, answers, answer_count = {}, {}, 0
local ending, ending_jobs, ending_owners, ended = {}, {}, {}, 0
local returning, returning_jobs = {}, {}

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

local at, word, more = 8 + 2 * count, nil, 0
for i = 1, count do
  if more == 0 then word, more, at = ARGV[at], tonumber(ARGV[at + 1]), at + 2 end
  local delivery, job_named = deliveries[i], named[i]
  local job = owned[delivery]
  -- A number that was given a second time must not end the other job.
  if not job or job ~= '' and job_named ~= '' and job ~= job_named then
    unsettled[#unsettled + 1] = {place = i, word = word, at = at}
  else
    if word == 'release' then
      returning[#returning + 1], returning_jobs[#returning_jobs + 1] = delivery, job
    else
      ended = ended + 1
      ending[ended], ending_jobs[ended], ending_owners[ended] = delivery, job, owners[i]
      if word == 'later' then
        puts[#puts + 1] = {at = at, delivery = delivery, job = job}
      else
        answer_count = answer_count + 1
        answered[answer_count], answers[answer_count] = job_named, ARGV[at]
        if word == 'bury' then burials[#burials + 1] = {at = at, delivery = delivery} end
      end
    end
    owned[delivery] = nil
    reply[i] = 'settled'
  end
  at, more = at + widths[word], more - 1
end

if #puts + #burials > 0 then try_writing(ending[1]) end
answer(done, results, cancel, answered, answers, now, tonumber(ARGV[2]), tonumber(ARGV[3]))
for _, burial in ipairs(burials) do
  local id, class, fingerprint, facets, record, original = unpack(ARGV, burial.at + 1, burial.at + 6)
  local bytes = original ~= '' and original or redis.call('HGET', flight, burial.delivery) or ''
  bury(letters, id, now, class, fingerprint, facets, record, bytes)
end
for _, put in ipairs(puts) do put_off(put.delivery, put.job, ARGV[put.at], tonumber(ARGV[put.at + 1])) end
forget(flight, lease, ending, ending_jobs, ending_owners)

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

for _, left in ipairs(unsettled) do
  local word, delivery, job = left.word, deliveries[left.place], named[left.place]
  local has_answer = word == 'finish' and redis.call('ZSCORE', done, job)
    or word == 'later' and redis.call('ZSCORE', later, delivery)
    or word == 'bury' and redis.call('ZSCORE', letters.set, ARGV[left.at + 1])
  reply[left.place] = has_answer and 'answered' or 'lost'
end
return table.concat(reply, ' ')
