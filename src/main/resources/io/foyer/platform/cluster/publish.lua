-- Replaces all registrations of the caller, as a difference. ARGV: generation, info, then seq and address of each registration.
local generation = tonumber(ARGV[3])
local known = tonumber(redis.call('HGET', p .. 'gen', me) or '-1')
if known >= generation then return 0 end -- a late command of an older connection

local wanted, touched = {}, {}
for i = 5, #ARGV, 2 do wanted[ARGV[i] .. ':' .. ARGV[i + 1]] = true end
for _, entry in ipairs(redis.call('SMEMBERS', p .. 'n:' .. me)) do
  if wanted[entry] then
    wanted[entry] = nil
  else
    local seq, address = string.match(entry, '^(%d+):(.*)$')
    strike(me, seq, address)
    touched[address] = true
  end
end
for entry in pairs(wanted) do
  local seq, address = string.match(entry, '^(%d+):(.*)$')
  enter(me, seq, address)
  touched[address] = true
end
local news = not lives(me) or redis.call('HGET', p .. 'info', me) ~= ARGV[4]
redis.call('HSET', p .. 'gen', me, ARGV[3])
redis.call('HSET', p .. 'info', me, ARGV[4])
redis.call('ZADD', p .. 'nodes', text(now), me)
for address in pairs(touched) do tell_all('A ' .. address) end
if news then tell_all('J ' .. me) end
return 1
