;; 42: 6 × 7; the machine has no multiplication: it is lowered to a round of doubling and adding
;; for each bit of the smaller factor
(module
  (import "env" "output" (func $output (param i32)))
  (func (export "main") (result i32) (local $product i32)
    i32.const 6
    i32.const 7
    i32.mul
    local.tee $product
    call $output
    local.get $product))
