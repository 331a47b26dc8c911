-- Prepended to every other script. All keys begin with the prefix ARGV[1]; ARGV[2] is the caller's node id.
local p, me = ARGV[1], ARGV[2]
local clock = redis.call('TIME')
local micros = clock[1] * 1000000 + clock[2]
local now = math.floor(micros / 1000)

local function text(number) return string.format('%.0f', number) end
local function tell_all(message) redis.call('PUBLISH', p .. 'events', message) end
local function tell(node, message) redis.call('PUBLISH', p .. 'to:' .. node, message) end
local function lives(node) return redis.call('ZSCORE', p .. 'nodes', node) end
local function owner(token) return string.match(token, '^([^:]+):') end

-- An entry of n:<node> is <seq>:<address>; of a:<address> it is <node>:<seq>.
local function enter(node, seq, address)
  redis.call('SADD', p .. 'n:' .. node, seq .. ':' .. address)
  redis.call('SADD', p .. 'a:' .. address, node .. ':' .. seq)
end

local function strike(node, seq, address)
  redis.call('SREM', p .. 'n:' .. node, seq .. ':' .. address)
  redis.call('SREM', p .. 'a:' .. address, node .. ':' .. seq)
end

local function strike_all(node)
  for _, entry in ipairs(redis.call('SMEMBERS', p .. 'n:' .. node)) do
    local seq, address = string.match(entry, '^(%d+):(.*)$')
    redis.call('SREM', p .. 'a:' .. address, node .. ':' .. seq)
  end
  redis.call('DEL', p .. 'n:' .. node)
end

-- Fences always grow, even if Redis lost all data: they follow its clock in microseconds.
local function grant(name, token)
  local last = tonumber(redis.call('GET', p .. 'fence') or '0')
  local fence = text(math.max(last + 1, micros))
  redis.call('SET', p .. 'fence', fence)
  redis.call('HSET', p .. 'l:' .. name, 'token', token, 'fence', fence)
  redis.call('SADD', p .. 'h:' .. owner(token), name)
  return fence
end

-- Releases a lock and grants it to the live node that has waited longest.
local function pass_on(name)
  redis.call('DEL', p .. 'l:' .. name)
  local token = redis.call('LPOP', p .. 'q:' .. name)
  while token do
    if lives(owner(token)) then
      tell(owner(token), 'G ' .. token .. ' ' .. grant(name, token))
      return
    end
    token = redis.call('LPOP', p .. 'q:' .. name)
  end
end

-- Removes a member with its registrations and locks; word is L (left) or E (evicted).
local function drop(node, word)
  strike_all(node)
  redis.call('HDEL', p .. 'gen', node)
  redis.call('HDEL', p .. 'info', node)
  redis.call('ZREM', p .. 'nodes', node)
  for _, name in ipairs(redis.call('SMEMBERS', p .. 'h:' .. node)) do
    local token = redis.call('HGET', p .. 'l:' .. name, 'token')
    if token and owner(token) == node then pass_on(name) end
  end
  redis.call('DEL', p .. 'h:' .. node)
  tell_all(word .. ' ' .. node)
end

-- Removes expired map entries: t:<map> holds the expiry time of each entry, expiry the next one of each map.
local function expire(map)
  local ended = redis.call('ZRANGEBYSCORE', p .. 't:' .. map, '-inf', text(now), 'LIMIT', 0, 500)
  for _, key in ipairs(ended) do
    redis.call('HDEL', p .. 'm:' .. map, key)
    redis.call('ZREM', p .. 't:' .. map, key)
  end
  local next = redis.call('ZRANGE', p .. 't:' .. map, 0, 0, 'WITHSCORES')
  if next[2] then
    redis.call('ZADD', p .. 'expiry', next[2], map)
  else
    redis.call('ZREM', p .. 'expiry', map)
  end
  return #ended > 0
end

