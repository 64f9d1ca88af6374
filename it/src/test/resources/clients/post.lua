-- POSTs for wrk, and at the end: how many were answered, how many failed, who answered.
-- Each thread has variables of its own; wrk's summary counts what never came back.
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  wrk.method = "POST"
  wrk.body = "every byte of it"
  pids = ""
  last = ""
  answers = 0
  wrong = 0
end

function response(status, headers, body)
  answers = answers + 1
  local pid = ""
  for name, value in pairs(headers) do
    if name:lower() == "x-pid" then
      pid = value
    end
  end
  if status ~= 200 or not body:find("bytes=16 ", 1, true) then
    wrong = wrong + 1
  elseif pid ~= last then
    pids = pids .. " " .. pid
    last = pid
  end
end

function done(summary, latency, requests)
  local answers, wrong, pids = 0, 0, ""
  for _, thread in ipairs(threads) do
    answers = answers + thread:get("answers")
    wrong = wrong + thread:get("wrong")
    pids = pids .. thread:get("pids")
  end
  local e = summary.errors
  io.write(string.format("answers=%d failed=%d\npids=%s\n", answers,
    wrong + e.connect + e.read + e.write + e.timeout, pids))
end
