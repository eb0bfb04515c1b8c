;; 3 7 19 42 58 99: bytes in memory, neighbours swapped until none are out of order
(module
  (import "env" "output" (func $output (param i32)))
  (memory 1)
  (data (i32.const 16) "\2a\07\63\03\3a\13")
  (global $first i32 (i32.const 16))
  (global $last i32 (i32.const 21))
  ;; Puts the bytes at $at and $at + 1 in order; 1 if they were not.
  (func $order (param $at i32) (result i32) (local $left i32) (local $right i32)
    local.get $at
    i32.load8_u
    local.set $left
    local.get $at
    i32.load8_u offset=1
    local.set $right
    local.get $left
    local.get $right
    i32.le_u
    if
      i32.const 0
      return
    end
    local.get $at
    local.get $right
    i32.store8
    local.get $at
    local.get $left
    i32.store8 offset=1
    i32.const 1)
  (func (export "main") (local $at i32) (local $swapped i32)
    loop $pass
      i32.const 0
      local.set $swapped
      global.get $first
      local.set $at
      loop $next
        local.get $at
        call $order
        local.get $swapped
        i32.or
        local.set $swapped
        local.get $at
        i32.const 1
        i32.add
        local.tee $at
        global.get $last
        i32.lt_u
        br_if $next
      end
      local.get $swapped
      br_if $pass
    end
    global.get $first
    local.set $at
    loop $next
      local.get $at
      i32.load8_u
      call $output
      local.get $at
      i32.const 1
      i32.add
      local.tee $at
      global.get $last
      i32.le_u
      br_if $next
    end))
