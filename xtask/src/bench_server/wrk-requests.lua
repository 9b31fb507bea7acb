-- Sends each line of a file once. Arguments: file, content type, milliseconds to wait before each.
local threads = {}

function setup(thread)
  thread:set("nth", #threads)
  table.insert(threads, thread)
end

function init(args)
  lines, at, lacking = {}, 0, 0
  local number = 0
  for line in io.lines(args[1]) do
    if number % 2 == nth then lines[#lines + 1] = line end
    number = number + 1
  end
  wrk.method = "POST"
  wrk.headers["content-type"] = args[2]
  wrk.headers["origin"] = "https://bench.example"
  local pause_ms = tonumber(args[3])
  -- With a `delay` function every request waits for a timer, even for a delay of 0.
  if pause_ms > 0 then
    function delay() return pause_ms end
  end
end

function request()
  at = at + 1
  -- Beyond the last line the body is empty, and its answer is no success.
  if at > #lines then lacking = at - #lines end
  return wrk.format(nil, nil, nil, lines[at] or "")
end

function done(summary, latency, requests)
  local lacking = 0
  for _, thread in ipairs(threads) do lacking = lacking + thread:get("lacking") end
  io.write(string.format(
    '\nRESULT {"requests":%d,"lacking":%d,"seconds":%f,"p50_ms":%f,"p99_ms":%f,"errors":%d}\n',
    summary.requests, lacking, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
