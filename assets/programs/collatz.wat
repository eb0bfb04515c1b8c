;; 7 22 11 34 17 52 26 13 40 20 10 5 16 8 4 2 1: halve what is even, else take 3n + 1, until 1
(module
  (import "env" "output" (func $output (param i32)))
  ;; Prints $n below 100 in decimals, and $end.
  (func $print (param $n i32) (param $end i32) (local $tens i32)
    block $done
      loop $again
        local.get $n
        i32.const 10
        i32.lt_u
        br_if $done
        local.get $n
        i32.const 10
        i32.sub
        local.set $n
        local.get $tens
        i32.const 1
        i32.add
        local.set $tens
        br $again
      end
    end
    local.get $tens
    if
      local.get $tens
      i32.const 48 ;; the character 0
      i32.add
      call $output
    end
    local.get $n
    i32.const 48
    i32.add
    call $output
    local.get $end
    call $output)
  (func (export "main") (local $n i32)
    i32.const 7
    local.set $n
    loop $next
      local.get $n
      i32.const 32 ;; a space
      call $print
      local.get $n
      i32.const 3
      i32.mul
      i32.const 1
      i32.add
      local.get $n
      i32.const 1
      i32.shr_u
      local.get $n
      i32.const 1
      i32.and
      select
      local.tee $n
      i32.const 1
      i32.ne
      br_if $next
    end
    i32.const 1
    i32.const 10 ;; a new line
    call $print))
