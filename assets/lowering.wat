;; What no circuit computes, as functions of what circuits do: an operation that the machine lacks
;; becomes a call of the function that is exported here under the operation's name.
;;
;; Every instruction that is executed costs five tokens, so what counts is rounds, and instructions
;; a round. A trap is a call of what is imported under the trap's name.
(module
  (import "trap" "integer divide by zero" (func $divide_by_zero))
  (import "trap" "integer overflow" (func $overflow))

  ;; The sum of $a · 2^i over the bits i of $b: a round for each bit of the smaller factor.
  (func (export "i32.mul") (param $a i32) (param $b i32) (result i32) (local $product i32)
    block $in_order
      local.get $b
      local.get $a
      i32.le_u
      br_if $in_order
      local.get $a
      local.get $b
      local.set $a
      local.set $b
    end
    loop $round
      block $no_bit
        local.get $b
        i32.const 1
        i32.and
        i32.eqz
        br_if $no_bit
        local.get $product
        local.get $a
        i32.add
        local.set $product
      end
      local.get $a
      local.get $a
      i32.add
      local.set $a
      local.get $b
      i32.const 1
      i32.shr_u
      local.tee $b
      br_if $round
    end
    local.get $product)

  ;; $divisor · 2^i for the greatest i that leaves it at most $a, or itself if it is more.
  (func $align (param $a i32) (param $divisor i32) (result i32)
    block $nonzero
      local.get $divisor
      br_if $nonzero
      call $divide_by_zero
      unreachable
    end
    local.get $a
    i32.const 1
    i32.shr_u
    local.set $a ;; twice the divisor is at most what $a was while the divisor is at most half
    block $aligned
      loop $round
        local.get $divisor
        local.get $a
        i32.gt_u
        br_if $aligned
        local.get $divisor
        local.get $divisor
        i32.add
        local.set $divisor
        br $round
      end
    end
    local.get $divisor)

  ;; Long division in binary: a round for each bit of the quotient.
  (func $div_u (export "i32.div_u") (param $a i32) (param $b i32) (result i32)
    (local $quotient i32) (local $part i32)
    local.get $a
    local.get $b
    call $align
    local.set $part
    loop $round
      local.get $quotient
      local.get $quotient
      i32.add
      local.set $quotient
      block $less
        local.get $a
        local.get $part
        i32.lt_u
        br_if $less
        local.get $a
        local.get $part
        i32.sub
        local.set $a
        local.get $quotient
        i32.const 1
        i32.add
        local.set $quotient
      end
      local.get $part
      i32.const 1
      i32.shr_u
      local.tee $part
      local.get $b
      i32.ge_u
      br_if $round
    end
    local.get $quotient)

  ;; The same, for what is left over.
  (func $rem_u (export "i32.rem_u") (param $a i32) (param $b i32) (result i32) (local $part i32)
    local.get $a
    local.get $b
    call $align
    local.set $part
    loop $round
      block $less
        local.get $a
        local.get $part
        i32.lt_u
        br_if $less
        local.get $a
        local.get $part
        i32.sub
        local.set $a
      end
      local.get $part
      i32.const 1
      i32.shr_u
      local.tee $part
      local.get $b
      i32.ge_u
      br_if $round
    end
    local.get $a)

  ;; $a, or −$a where $sign is negative.
  (func $signed (param $a i32) (param $sign i32) (result i32)
    i32.const 0
    local.get $a
    i32.sub
    local.get $a
    local.get $sign
    i32.const 0
    i32.lt_s
    select)

  (func (export "i32.div_s") (param $a i32) (param $b i32) (result i32)
    block $fits
      local.get $b
      i32.const -1
      i32.ne
      br_if $fits
      local.get $a
      i32.const 0x80000000
      i32.ne
      br_if $fits
      call $overflow
      unreachable
    end
    local.get $a
    local.get $a
    call $signed
    local.get $b
    local.get $b
    call $signed
    call $div_u
    local.get $a
    local.get $b
    i32.xor ;; negative where the signs differ
    call $signed)

  (func (export "i32.rem_s") (param $a i32) (param $b i32) (result i32)
    local.get $a
    local.get $a
    call $signed
    local.get $b
    local.get $b
    call $signed
    call $rem_u
    local.get $a
    call $signed)

  ;; A negative number is turned over, so that what comes in from the left is 0, and turned back.
  (func (export "i32.shr_s") (param $a i32) (param $by i32) (result i32) (local $mask i32)
    i32.const 0
    local.get $a
    i32.const 0
    i32.lt_s
    i32.sub
    local.tee $mask
    local.get $a
    i32.xor
    local.get $by
    i32.shr_u
    local.get $mask
    i32.xor)

  ;; What one shift loses another one keeps; distances count modulo 32.
  (func (export "i32.rotl") (param $a i32) (param $by i32) (result i32)
    local.get $a
    local.get $by
    i32.shl
    local.get $a
    i32.const 0
    local.get $by
    i32.sub
    i32.shr_u
    i32.or)

  (func (export "i32.rotr") (param $a i32) (param $by i32) (result i32)
    local.get $a
    local.get $by
    i32.shr_u
    local.get $a
    i32.const 0
    local.get $by
    i32.sub
    i32.shl
    i32.or)

  ;; Shifts the highest bit to the top, by halves of what may be in front of it.
  (func (export "i32.clz") (param $a i32) (result i32) (local $count i32)
    block $full
      local.get $a
      i32.const 0x10000
      i32.ge_u
      br_if $full
      local.get $a
      i32.const 16
      local.tee $count
      i32.shl
      local.set $a
    end
    block $full
      local.get $a
      i32.const 0x1000000
      i32.ge_u
      br_if $full
      local.get $a
      i32.const 8
      i32.shl
      local.set $a
      local.get $count
      i32.const 8
      i32.add
      local.set $count
    end
    block $full
      local.get $a
      i32.const 0x10000000
      i32.ge_u
      br_if $full
      local.get $a
      i32.const 4
      i32.shl
      local.set $a
      local.get $count
      i32.const 4
      i32.add
      local.set $count
    end
    block $full
      local.get $a
      i32.const 0x40000000
      i32.ge_u
      br_if $full
      local.get $a
      i32.const 2
      i32.shl
      local.set $a
      local.get $count
      i32.const 2
      i32.add
      local.set $count
    end
    local.get $count
    block $full (result i32) ;; how many of the last two bits are in front: 0, 1, and for 0 both
      i32.const 0
      local.get $a
      i32.const 0
      i32.lt_s
      br_if $full
      drop
      i32.const 1
      local.get $a
      br_if $full
      drop
      i32.const 2
    end
    i32.add)

  ;; The bits behind the lowest 1, counted; all 32 if there is none.
  (func (export "i32.ctz") (param $a i32) (result i32)
    local.get $a
    i32.const 0
    local.get $a
    i32.sub
    i32.and
    i32.const 1
    i32.sub
    call $popcnt)

  ;; Sums of 2, 4, 8, then all bits, side by side in one number.
  (func $popcnt (export "i32.popcnt") (param $a i32) (result i32)
    local.get $a
    local.get $a
    i32.const 1
    i32.shr_u
    i32.const 0x55555555
    i32.and
    i32.sub
    local.tee $a
    i32.const 0x33333333
    i32.and
    local.get $a
    i32.const 2
    i32.shr_u
    i32.const 0x33333333
    i32.and
    i32.add
    local.tee $a
    local.get $a
    i32.const 4
    i32.shr_u
    i32.add
    i32.const 0x0F0F0F0F
    i32.and
    local.tee $a
    local.get $a
    i32.const 8
    i32.shr_u
    i32.add
    local.tee $a
    local.get $a
    i32.const 16
    i32.shr_u
    i32.add
    i32.const 0x3F
    i32.and))
