-- SPDX-License-Identifier: Apache-2.0
-- When the server's clock was set back, the leases of workers that are gone would end late, and their last heartbeats
-- look fresh, by as much. They get what was left of their leases when they were last heard, from now on; who is well is
-- heard again before that ends. A slice, from the lease that ends first: what is moved comes to lie among those before.
-- KEYS: flight, lease, workers, workers:left
-- ARGV: how many leases to pass over, how many to look at (1...1000)
-- Returns: leases looked at. When there are no more, the workers' heartbeats are moved.
local flight, lease, workers, left = unpack(KEYS)
local now, heard = now_ms(), {}
for _, list in ipairs({left, workers}) do
  local ahead = redis.call('ZRANGE', list, text(now + 1000), '+inf', 'BYSCORE', 'LIMIT', '0', '1000', 'WITHSCORES')
  for i = 1, #ahead, 2 do heard[ahead[i]] = tonumber(ahead[i + 1]) end
end

local found, moved = redis.call('ZRANGE', lease, ARGV[1], text(ARGV[1] + ARGV[2] - 1), 'WITHSCORES'), {}
for i = 1, #found, 2 do
  local holder = parse_owner(redis.call('HGET', flight, owner_of(found[i])) or '')
  local rest = heard[holder] and math.max(found[i + 1] - heard[holder], 0)
  if rest and tonumber(found[i + 1]) > now then moved[#moved + 1], moved[#moved + 2] = text(now + rest), found[i] end
end
if #moved > 0 then redis.call('ZADD', lease, 'XX', 'LT', unpack(moved)) end
if #found == 0 then
  for name in pairs(heard) do
    for _, list in ipairs({left, workers}) do redis.call('ZADD', list, 'XX', 'LT', text(now), name) end
  end
end
return #found / 2
