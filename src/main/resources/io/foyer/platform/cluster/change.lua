-- Adds and removes registrations. ARGV: generation, then + or -, seq and address of each.
-- Returns 0 if the stored generation is not the one before: the node then republishes all registrations.
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
