;; 42, 99, 0: write 42 at 3 and read it, write 99 at 3 and read it, read at 2, which nothing wrote
;; (its neighbour at 3 holds a 99 that must not be taken for it)
(module
  (import "env" "output" (func $output (param i32)))
  (memory 1)
  (func (export "main")
    i32.const 3
    i32.const 42
    i32.store
    i32.const 3
    i32.load
    call $output
    i32.const 3
    i32.const 99
    i32.store
    i32.const 3
    i32.load
    call $output
    i32.const 2
    i32.load
    call $output))
