-- Some registrations changed. ARGV: generation, then + or -, seq and address of each.
-- Answers 0 when Redis is not where this node thinks it is: the node then publishes all.
local known = tonumber(redis.call('HGET', p .. 'gen', me) or '-1')
if known ~= tonumber(ARGV[3]) - 1 or not lives(me) then return 0 end
local touched = {}
for i = 4, #ARGV, 3 do
  if ARGV[i] == '+' then enter(me, ARGV[i + 1], ARGV[i + 2]) else strike(me, ARGV[i + 1], ARGV[i + 2]) end
  touched[ARGV[i + 2]] = true
end
redis.call('HSET', p .. 'gen', me, ARGV[3])
for address in pairs(touched) do tell_all('A ' .. address) end
return 1
