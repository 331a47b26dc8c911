-- I waited long enough. ARGV: name, token. Answers the fence where the lock had come meanwhile, else 0.
local key = p .. 'l:' .. ARGV[3]
if redis.call('HGET', key, 'token') == ARGV[4] then return redis.call('HGET', key, 'fence') end
redis.call('LREM', p .. 'q:' .. ARGV[3], 0, ARGV[4])
return '0'
