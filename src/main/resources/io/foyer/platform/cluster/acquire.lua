-- Acquires a lock or queues for it. ARGV: name, token. Returns the fence, or 0 after queueing.
local name, token = ARGV[3], ARGV[4]
local key = p .. 'l:' .. name
local holder = redis.call('HGET', key, 'token')
if holder and not lives(owner(holder)) then
  pass_on(name)
  holder = redis.call('HGET', key, 'token')
end
if not holder then
  redis.call('LREM', p .. 'q:' .. name, 0, token)
  return grant(name, token)
end
if holder == token then return redis.call('HGET', key, 'fence') end
if not redis.call('LPOS', p .. 'q:' .. name, token) then redis.call('RPUSH', p .. 'q:' .. name, token) end
return '0'
