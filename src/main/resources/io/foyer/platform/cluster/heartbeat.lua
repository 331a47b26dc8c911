-- Heartbeat: renews the caller's membership and evicts members whose TTL has passed.
-- ARGV: ttl, gap (milliseconds), 1 if the caller's heartbeats have been answered for one TTL, so that it may evict.
-- Returns: the caller's generation or -1, 1 if Redis has settled, then id and info of each member.
local ttl, gap, may_evict = tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5] == '1'
local seen = redis.call('HMGET', p .. 'clock', 'last', 'since')
local last, since = tonumber(seen[1] or ''), tonumber(seen[2] or '')

-- No heartbeat of any node for a while: Redis was paused or is new. All nodes get a whole TTL to return.
if not last or not since or now - last > gap then since = now end
if last and now < last then -- Redis' clock went back
  since = now
  for _, node in ipairs(redis.call('ZRANGE', p .. 'nodes', 0, -1)) do
    redis.call('ZADD', p .. 'nodes', text(now), node)
  end
end
redis.call('HSET', p .. 'clock', 'last', text(now), 'since', text(since))
redis.call('PEXPIRE', p .. 'clock', 10 * ttl)
local settled = now - since >= ttl

local generation = redis.call('HGET', p .. 'gen', me)
if generation and lives(me) then
  redis.call('ZADD', p .. 'nodes', text(now), me)
else
  generation = '-1'
end
if settled and may_evict then
  for _, node in ipairs(redis.call('ZRANGEBYSCORE', p .. 'nodes', '-inf', '(' .. text(now - ttl))) do
    drop(node, 'E')
  end
end
for _, map in ipairs(redis.call('ZRANGEBYSCORE', p .. 'expiry', '-inf', text(now), 'LIMIT', 0, 10)) do
  expire(map)
end
tell(me, 'B')

local answer = { generation, settled and '1' or '0' }
for _, node in ipairs(redis.call('ZRANGE', p .. 'nodes', 0, -1)) do
  answer[#answer + 1] = node
  answer[#answer + 1] = redis.call('HGET', p .. 'info', node) or ''
end
return answer
