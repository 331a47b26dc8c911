-- Removes all registrations of a node that is about to leave. ARGV: generation.
strike_all(me)
redis.call('HSET', p .. 'gen', me, ARGV[3])
tell_all('W ' .. me)
return 1
