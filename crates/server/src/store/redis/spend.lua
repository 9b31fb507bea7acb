-- Redis executes this atomically. KEYS: the marker, the entries (hash), their expiry (sorted set).
-- ARGV: now, most difference of clocks, settle, horizon; key, issued, mark, expires, forget at, retention.
-- An entry is its mark, 32 bytes, and its expiry in decimal.
-- An empty mark only looks the key up. All times are in Unix seconds.
local now, settle, horizon = tonumber(ARGV[1]), tonumber(ARGV[3]), tonumber(ARGV[4])
local key, issued, mark = ARGV[5], tonumber(ARGV[6]), ARGV[7]

if math.abs(tonumber(redis.call('TIME')[1]) - now) > tonumber(ARGV[2]) then return 'clock' end
local replication = redis.call('INFO', 'replication')
if not string.find(replication, 'role:master', 1, true) then return 'replica' end

-- The history of the data: which process holds it, and as which line of replication.
local history = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
  .. ':' .. string.match(replication, 'master_replid:(%w+)')
local marker = redis.call('GET', KEYS[1])
local since, of, purged = string.match(marker or '', '^(%d+) (%S+) (%d+)$')
since, purged = tonumber(since or 0), tonumber(purged or 0)
local function mark_since(at)
  since = math.max(since, at)
  redis.call('SET', KEYS[1], string.format('%.0f %s %.0f', since, history, purged))
end
if of ~= history then mark_since(now + settle) end
if now < since then return 'unsettled ' .. string.format('%.0f', since - now) end
if issued <= since then return 'forgotten' end

local found = redis.call('HGET', KEYS[2], key)
if found then
  if tonumber(string.sub(found, 33)) > now then return 'already ' .. string.sub(found, 1, 32) end
end
if mark == '' then return 'free' end
redis.call('HSET', KEYS[2], key, mark .. ARGV[8])
redis.call('ZADD', KEYS[3], ARGV[9], key)

-- What may be purged was issued no later than the retention before the horizon; from now on it is refused as
-- forgotten.
local batch = 16
local due = redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', horizon, 'LIMIT', 0, batch)
if #due == batch then
  purged = math.max(purged, horizon)
  mark_since(horizon - tonumber(ARGV[10]))
  redis.call('HDEL', KEYS[2], unpack(due))
  redis.call('ZREM', KEYS[3], unpack(due))
end
return 'first'
