;; 3, 2, 1: a loop that jumps back while n is not zero
(module
  (import "env" "output" (func $output (param i32)))
  (func (export "main") (local $n i32)
    i32.const 3
    local.set $n
    loop $again
      local.get $n
      call $output
      local.get $n
      i32.const 1
      i32.sub
      local.tee $n
      br_if $again
    end))
