;; Hello, world! from memory: byte after byte until a zero
(module
  (import "env" "output" (func $output (param i32)))
  (memory 1)
  (data (i32.const 0) "Hello, world!\n")
  (func (export "main") (local $at i32)
    loop $next
      local.get $at
      i32.load8_u
      call $output
      local.get $at
      i32.const 1
      i32.add
      local.tee $at
      i32.load8_u
      br_if $next
    end))
