-- Redis executes this atomically. KEYS: the set of instances.
-- ARGV: the prefix of the other keys, this instance, how long the set is kept; then, for each part, its name, its
-- value and how long it is kept. All durations are in seconds.
-- It writes the parts of this instance, and returns those of each other one; a part that is not there is empty.
local prefix, own = ARGV[1], ARGV[2]
local function key(instance, at) return prefix .. instance .. ':' .. ARGV[at] end

for at = 4, #ARGV, 3 do
  redis.call('SET', key(own, at), ARGV[at + 1], 'EX', ARGV[at + 2])
end
redis.call('SADD', KEYS[1], own)
redis.call('EXPIRE', KEYS[1], ARGV[3])

local others = {}
for _, instance in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  local parts, is_there = {}, false
  for at = 4, #ARGV, 3 do
    local part = redis.call('GET', key(instance, at))
    is_there = is_there or part
    table.insert(parts, part or '')
  end
  if not is_there then
    redis.call('SREM', KEYS[1], instance)
  elseif instance ~= own then
    table.insert(others, parts)
  end
end
return others
