-- SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
--
-- The rows in Lua, for LuaJIT: generators.lua ROW ITEMS LENGTH REPEATS. Prints what
-- harness.c prints. Numbers here have 32 bits: the checksum is right in its lower
-- ones, and "bits" says how many are to be compared.

local bit = require("bit")
local band, bxor, rshift = bit.band, bit.bxor, bit.rshift
local wrap, yield = coroutine.wrap, coroutine.yield
local MODULUS = 4294967296

local function fibonacci(a, b, n)
  return wrap(function()
    for _ = 1, n do
      yield(a)
      a, b = b, (a + b) % MODULUS
    end
  end)
end

local function fibonacci_endless(a, b)
  return fibonacci(a, b, math.huge)
end

-- The product of two numbers below 2^32, modulo 2^32.
local function product(a, b)
  local low = a % 65536
  return (low * b + (a - low) * (b % 65536)) % MODULUS
end

local function squares(n)
  return wrap(function()
    for i = 0, n - 1 do
      yield(product(i, i))
    end
  end)
end

local function filter(numbers, keep)
  return wrap(function()
    for x in numbers do
      if keep(x) then
        yield(x)
      end
    end
  end)
end

local function map(numbers, f)
  return wrap(function()
    for x in numbers do
      yield(f(x))
    end
  end)
end

local function skip(numbers, n)
  return wrap(function()
    for x in numbers do
      if n > 0 then
        n = n - 1
      else
        yield(x)
      end
    end
  end)
end

local function take(numbers, n)
  return wrap(function()
    if n == 0 then
      return
    end
    for x in numbers do
      yield(x)
      n = n - 1
      if n == 0 then
        return
      end
    end
  end)
end

local function odd(x) return band(x, 1) ~= 0 end
local function has_bit_2(x) return band(x, 4) ~= 0 end
local function has_bit_5(x) return band(x, 32) ~= 0 end
local function triple_plus_1(x) return (3 * x + 1) % MODULUS end
local function folded(x) return bxor(x, rshift(x, 1)) % MODULUS end
local function plus_9(x) return (x + 9) % MODULUS end

-- One coroutine walks the whole tree: yield works from any depth of calls.
local function visit(node)
  if node.left then
    visit(node.left)
  end
  yield(node.value)
  if node.right then
    visit(node.right)
  end
end

local function walk(node)
  return wrap(function() visit(node) end)
end

local function value(i) return product(i, 2654435761) end

local function balanced(first, n)
  if n == 0 then
    return nil
  end
  local half = math.floor(n / 2)
  local middle = first + half
  return {
    left = balanced(first, half),
    right = balanced(middle + 1, n - half - 1),
    value = value(middle),
  }
end

local function left_linked(n)
  local tree
  for i = 0, n - 1 do
    tree = { left = tree, value = value(i) }
  end
  return tree
end

local function totals(total)
  return wrap(function()
    while true do
      total = (total + yield(total)) % MODULUS
    end
  end)
end

local function xored(numbers)
  local sum = 0
  for x in numbers do
    sum = bxor(sum, x)
  end
  return sum
end

local tree

local function walks(items, length)
  local size = length > 0 and math.min(items, length) or items
  local sum = 0
  for _ = 1, math.ceil(items / size) do
    for x in walk(tree) do
      sum = (5 * sum + x) % MODULUS
    end
  end
  return sum
end

local rows = {
  ["W1"] = function(items)
    local sum = 0
    for x in fibonacci(0, 1, items) do
      sum = (sum + x) % MODULUS
    end
    return sum
  end,
  ["W1v"] = function(items)
    return xored(squares(items))
  end,
  ["W2"] = function(items)
    return xored(take(map(filter(fibonacci_endless(0, 1), odd), triple_plus_1), items))
  end,
  ["W2-6"] = function(items)
    local numbers = filter(fibonacci_endless(0, 1), odd)
    numbers = skip(map(numbers, triple_plus_1), 10)
    numbers = map(filter(numbers, has_bit_2), folded)
    return xored(take(numbers, items))
  end,
  ["W2-12"] = function(items)
    local numbers = filter(fibonacci_endless(0, 1), odd)
    numbers = skip(map(numbers, triple_plus_1), 10)
    numbers = skip(map(filter(numbers, has_bit_2), folded), 5)
    numbers = filter(map(numbers, plus_9), has_bit_5)
    numbers = skip(map(map(numbers, triple_plus_1), folded), 3)
    return xored(take(map(numbers, plus_9), items))
  end,
  ["W3b"] = walks,
  ["W3d"] = walks,
  ["W4"] = function(items, length)
    local sum = 0
    for i = 0, items - 1 do
      sum = bxor(sum, fibonacci(i, i + 1, length)())
    end
    return sum
  end,
  ["W4b"] = function(items, length)
    local sum = 0
    for i = 0, items - 1 do
      for x in fibonacci(i, i + 1, length) do
        sum = bxor(sum, x)
      end
    end
    return sum
  end,
  ["W6"] = function(items)
    local sum = totals(1)
    local x = sum()
    for i = 0, items - 1 do
      x = sum(bxor(x, 3 * i) % MODULUS)
    end
    return x
  end,
}

local row, items, length, repeats = arg[1], tonumber(arg[2]), tonumber(arg[3]), tonumber(arg[4])
if row == "W3b" then
  tree = balanced(0, items)
elseif row == "W3d" then
  tree = left_linked(math.min(items, length))
end
local best, sum = math.huge, 0
for _ = 1, repeats do
  local start = os.clock()
  sum = rows[row](items, length)
  best = math.min(best, os.clock() - start)
end
print(string.format("ns=%.0f sum=%.0f bits=24", best * 1e9, sum % MODULUS))
