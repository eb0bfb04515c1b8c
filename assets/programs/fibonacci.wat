;; The first ten Fibonacci numbers; returns the eleventh, 55
(module
  (import "env" "output" (func $output (param i32)))
  (func (export "main") (result i32) (local $a i32) (local $b i32) (local $left i32)
    i32.const 1
    local.set $b
    i32.const 10
    local.set $left
    loop $next
      local.get $a
      call $output
      local.get $a
      local.get $b
      local.tee $a
      i32.add
      local.set $b
      local.get $left
      i32.const 1
      i32.sub
      local.tee $left
      br_if $next
    end
    local.get $a))
