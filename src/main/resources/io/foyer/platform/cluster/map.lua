-- One operation of an AsyncMap. ARGV: map, operation, then key, value, ttl in milliseconds (0: no expiry), expected value.
local map, operation, key, value, ttl, expected = ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7], ARGV[8]
local entries, ends = p .. 'm:' .. map, p .. 't:' .. map
while expire(map) do end

local function write()
  redis.call('HSET', entries, key, value)
  if ttl == '0' then
    redis.call('ZREM', ends, key)
    return
  end
  local due = now + tonumber(ttl)
  redis.call('ZADD', ends, text(due), key)
  local next = redis.call('ZSCORE', p .. 'expiry', map)
  if not next or tonumber(next) > due then redis.call('ZADD', p .. 'expiry', text(due), map) end
end

local function erase()
  redis.call('HDEL', entries, key)
  redis.call('ZREM', ends, key)
end

if operation == 'size' then return redis.call('HLEN', entries) end
if operation == 'entries' then return redis.call('HGETALL', entries) end
if operation == 'clear' then
  redis.call('DEL', entries, ends)
  redis.call('ZREM', p .. 'expiry', map)
  return 1
end

local old = redis.call('HGET', entries, key)

if operation == 'get' then return old end
if operation == 'put' then
  write()
  return 1
end
if operation == 'putIfAbsent' then
  if not old then write() end
  return old
end
if operation == 'remove' then
  erase()
  return old
end
if operation == 'replace' then
  if old then write() end
  return old
end
if old ~= expected then return 0 end
if operation == 'removeIfPresent' then erase() else write() end
return 1
