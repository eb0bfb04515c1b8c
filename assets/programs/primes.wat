;; 2 3 5 7 11 13 17 19 23 29 31 37 41 43 47: the sieve of Eratosthenes, a byte of memory a number
(module
  (import "env" "output" (func $output (param i32)))
  (memory 1)
  (global $limit i32 (i32.const 50))
  ;; Marks the multiples of $step from its square on.
  (func $strike (param $step i32) (local $at i32)
    local.get $step
    local.get $step
    i32.mul
    local.set $at
    block $done
      loop $next
        local.get $at
        global.get $limit
        i32.ge_u
        br_if $done
        local.get $at
        i32.const 1
        i32.store8
        local.get $at
        local.get $step
        i32.add
        local.set $at
        br $next
      end
    end)
  ;; Prints $n below 100 in decimals, and a space.
  (func $print (param $n i32) (local $tens i32)
    local.get $n
    i32.const 10
    i32.ge_u
    if
      loop $again
        local.get $tens
        i32.const 1
        i32.add
        local.set $tens
        local.get $n
        i32.const 10
        i32.sub
        local.tee $n
        i32.const 10
        i32.ge_u
        br_if $again
      end
      local.get $tens
      i32.const 48 ;; the character 0
      i32.add
      call $output
    end
    local.get $n
    i32.const 48
    i32.add
    call $output
    i32.const 32
    call $output)
  (func (export "main") (local $n i32)
    i32.const 2
    local.set $n
    loop $next
      local.get $n
      i32.load8_u
      i32.eqz
      if
        local.get $n
        call $print
        local.get $n
        call $strike
      end
      local.get $n
      i32.const 1
      i32.add
      local.tee $n
      global.get $limit
      i32.lt_u
      br_if $next
    end))
