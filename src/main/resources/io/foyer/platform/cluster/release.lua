-- Releases a lock. ARGV: name, token. Returns 1 if the caller held it.
local name, token = ARGV[3], ARGV[4]
redis.call('LREM', p .. 'q:' .. name, 0, token)
if redis.call('HGET', p .. 'l:' .. name, 'token') ~= token then return 0 end
redis.call('SREM', p .. 'h:' .. owner(token), name)
pass_on(name)
return 1
