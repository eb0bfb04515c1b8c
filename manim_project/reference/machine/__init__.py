"""The machine: a decoder-only transformer, its weights set by construction, that runs WebAssembly.

Nothing here was trained. Five layers (spell, count, fetch, read, act), every head
two-dimensional, gated-ReLU feed-forward, no normalisation, softmax with multiplier T = 2**30 in
float64. A program goes in as tokens, `argmax` and append produce the trace; the tokens so far are
the only state.

    machine = Machine()                         # or Machine(positions=2**20), for long runs
    run = machine.run("three_plus_five")        # a name in assets/programs, or a .wat/.wasm path
    run.program.instructions[2]                 # .name .operand .text .position .immediate .target
    run.tokens[27]                              # .text "03", .kind "value", .byte 3, .id
    run.prompt_length, run.generated, run.outputs, run.text, run.result, run.steps
    run.lines[2]                                # .kind .start .stop .text .value .instruction
                                                # .stack_delta .ip_before .depth_before
    run.look(head="read.top", position=36)      # .query .keys .values .scores .weights
                                                # .winner .runner_up .margin .sharpened .output
    run.residual(name="ip", position=36, layer=1)      # after that layer; layer=-1: the embedding
    run.writes(position=36, layer=3)            # coordinates that layer changed: name before after
    run.neurons(position=36, layer=4)           # every neuron: name gate value activation writes
    run.neuron("i32.add: byte", position=36)    # one of them
    run.logits(position=36)                     # (vocabulary,)
    run.decision(position=36)                   # .token .logit .runner_up .runner_up_logit .margin
    run.candidates(position=36, count=7)        # the best: .tokens .logits .winner .byte_scores
    run.circuit(position=36)                    # names of the heads that the next token depends on
    run.addends("i32.add: byte", position=36)   # what its value sums: .name .coefficient .reading
    run.gate_addends("i32.add: carry, z+1", position=36)   # what its gate sums, and what it has to
    run.threshold("i32.add: carry, z+1", position=36)      # exceed for the gate to open
    run.match(position=36)                      # a load's address check: .wanted .found .factor
    run.smallest_margin                         # between best and second logit, whole run
    machine.heads                               # names by layer; machine.neurons likewise
    machine.head("read.top")                    # .W_Q .W_K .W_V (2, d), .W_O (d, 2); not-zero
                                                # entries: .query_rows .key_rows .value_rows
                                                # .output_columns: (coordinate, coefficient) pairs;
                                                # .query_nonzero .key_nonzero: how many
    machine.neuron("i32.add: byte")             # .gate .value .writes: the same sort of pairs
    machine.size, machine.coordinates, machine.layer_names
    costs(run.program, run.lines)               # by operation: native or lowered, tokens it took

`position` is always the index of the token the machine is standing on; what it computes there is
the token at `position + 1`.

A trace line is four value bytes (`08'` where a byte carried) and a commit; or `branch_taken`, four
offset bytes and a commit, for branches, calls and returns; or `out(08)`; or `halt`, after four
bytes if main returns a value; or `trap(overflow)` and the like, where WebAssembly would trap. One
line is one step. The four bytes of a load or store in the prompt are its offset and, highest, the
number of 64 KiB pages, so that the machine itself can tell an address outside memory.

Memory, globals and locals are byte cells: the key of a byte is its address. A call is look-back,
too: a running sum of calls and returns is the depth of calls; it says where the locals of this call
begin, and the latest call at that depth is what a return goes behind. So a function begins by
taking its parameters from the stack, and by zeroing locals that an earlier call may have set.

What happens outside the weights: text becomes a module (wasmtime) and the module is decoded;
structured control flow is flattened to relative branches (`if` is `i32.eqz` and `br_if`,
`br_table` comparisons and `br_if`), a branch that drops stack values drops them first, dead code
is skipped; operations that no circuit computes, such as `i32.mul`, become calls of functions in
`assets/lowering.wat`, which are linked in; globals and data segments are set by instructions
before main; `memory.size` is a constant; the argmax of the logits is appended; generation stops at
`halt` or a trap; what is not supported, and any program or run beyond the machine's positions or
exact addresses, is refused by name.
"""

from manim_project.reference.machine.loader.operations import ProgramError
from manim_project.reference.machine.run.machine import ExecutionError, Machine

__all__ = ["ExecutionError", "Machine", "ProgramError"]
