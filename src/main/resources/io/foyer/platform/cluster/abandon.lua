-- Cancels a lock request after its timeout. ARGV: name, token. Returns the fence if the lock was granted meanwhile, else 0.
local key = p .. 'l:' .. ARGV[3]
if redis.call('HGET', key, 'token') == ARGV[4] then return redis.call('HGET', key, 'fence') end
redis.call('LREM', p .. 'q:' .. ARGV[3], 0, ARGV[4])
return '0'
