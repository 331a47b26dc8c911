-- Send me nothing more, I am about to leave. ARGV: generation.
strike_all(me)
redis.call('HSET', p .. 'gen', me, ARGV[3])
tell_all('W ' .. me)
return 1
