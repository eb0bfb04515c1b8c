;; 21: the greatest common divisor of 1071 and 462, by Euclid's algorithm; returns it, too
(module
  (import "env" "output" (func $output (param i32)))
  (func $gcd (param $a i32) (param $b i32) (result i32)
    local.get $b
    i32.eqz
    if
      local.get $a
      return
    end
    local.get $b
    local.get $a
    local.get $b
    i32.rem_u
    call $gcd)
  (func (export "main") (result i32) (local $found i32)
    i32.const 1071
    i32.const 462
    call $gcd
    local.tee $found
    call $output
    local.get $found))
