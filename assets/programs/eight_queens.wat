;; Eight queens that do not attack each other: a row of text for each, . where none stands
;;
;; The squares of a row that are still free are bits; the lowest is tried first.
(module
  (import "env" "output" (func $output (param i32)))
  (memory 1)
  (global $all i32 (i32.const 0xFF)) ;; the columns
  (global $row (mut i32) (i32.const 0))

  ;; Places queens in the rows from $row on, given the columns and the diagonals that are taken;
  ;; leaves the queen of each row in memory. 1 if it can be done.
  (func $place (param $columns i32) (param $left i32) (param $right i32) (result i32)
    (local $free i32) (local $queen i32)
    local.get $columns
    global.get $all
    i32.eq
    if
      i32.const 1
      return
    end
    global.get $all
    local.get $columns
    local.get $left
    i32.or
    local.get $right
    i32.or
    i32.const -1
    i32.xor
    i32.and
    local.set $free
    block $none
      loop $try
        local.get $free
        i32.eqz
        br_if $none
        i32.const 0
        local.get $free
        i32.sub
        local.get $free
        i32.and
        local.set $queen
        local.get $free
        local.get $queen
        i32.xor
        local.set $free
        global.get $row
        local.get $queen
        i32.store8
        global.get $row
        i32.const 1
        i32.add
        global.set $row
        local.get $columns
        local.get $queen
        i32.or
        local.get $left
        local.get $queen
        i32.or
        i32.const 1
        i32.shl
        local.get $right
        local.get $queen
        i32.or
        i32.const 1
        i32.shr_u
        call $place
        if
          i32.const 1
          return
        end
        global.get $row
        i32.const 1
        i32.sub
        global.set $row
        br $try
      end
    end
    i32.const 0)

  ;; A row of text: Q for $queen.
  (func $show (param $queen i32) (local $column i32)
    i32.const 1
    local.set $column
    loop $next
      i32.const 81 ;; Q
      i32.const 46 ;; a dot
      local.get $queen
      local.get $column
      i32.eq
      select
      call $output
      local.get $column
      i32.const 1
      i32.shl
      local.tee $column
      global.get $all
      i32.le_u
      br_if $next
    end
    i32.const 10
    call $output)

  (func (export "main") (result i32) (local $at i32)
    i32.const 0
    i32.const 0
    i32.const 0
    call $place
    if
      loop $next
        local.get $at
        i32.load8_u
        call $show
        local.get $at
        i32.const 1
        i32.add
        local.tee $at
        global.get $row
        i32.lt_u
        br_if $next
      end
    end
    local.get $at))
