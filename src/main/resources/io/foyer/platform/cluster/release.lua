-- ARGV: name, token. Answers 1 when it was ours to release.
local name, token = ARGV[3], ARGV[4]
redis.call('LREM', p .. 'q:' .. name, 0, token)
if redis.call('HGET', p .. 'l:' .. name, 'token') ~= token then return 0 end
redis.call('SREM', p .. 'h:' .. owner(token), name)
pass_on(name)
return 1
