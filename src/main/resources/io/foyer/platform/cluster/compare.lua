-- Compare-and-set of a counter. ARGV: counter, expected, value. Returns 1 if it was set.
local key = p .. 'c:' .. ARGV[3]
if (redis.call('GET', key) or '0') ~= ARGV[4] then return 0 end
redis.call('SET', key, ARGV[5])
return 1
