;; A long run, to measure by: how many primes there are below 4,000, by a sieve in memory.
;; It takes about 700,000 tokens: run it with --max-tokens 1048576 and a minute of patience.
(module
  (memory 1)
  (func $strike (param $p i32) (local $at i32)
    local.get $p
    local.get $p
    i32.add
    local.set $at
    loop $next
      local.get $at
      i32.const 1
      i32.store8
      local.get $at
      local.get $p
      i32.add
      local.tee $at
      i32.const 4000
      i32.lt_u
      br_if $next
    end)
  (func (export "main") (result i32) (local $n i32) (local $primes i32)
    i32.const 2
    local.set $n
    loop $next
      block $struck
        local.get $n
        i32.load8_u
        br_if $struck
        local.get $primes
        i32.const 1
        i32.add
        local.set $primes
        local.get $n
        call $strike
      end
      local.get $n
      i32.const 1
      i32.add
      local.tee $n
      i32.const 4000
      i32.lt_u
      br_if $next
    end
    local.get $primes))
