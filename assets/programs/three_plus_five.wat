;; 3 + 5
(module
  (import "env" "output" (func $output (param i32)))
  (func (export "main")
    i32.const 3
    i32.const 5
    i32.add
    call $output))
