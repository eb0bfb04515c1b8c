# Prints what `make help` says, from the Makefile. In awk, because .venv may be missing.
#
#   ## words                  are printed as they are; ## alone is an empty line
#   target: … ## words        become: make target  words
#   target: … ## A=B  words   become: make target A=B  words
#   ## make …  words          the same in full, as for a target that is a pattern
#   ##   words                go on with the words of the line before
#   ## A=B  words             and so on (-j1, …): what can be added to commands, listed at the end
#
# Two spaces end a command. $(RENDERS) and $(RUN) stand for what -v gives as `renders` and `run`.

function add(command, words) {
    commands[++rows] = command
    texts[rows] = words
    if (length(command) > width) width = length(command)
}

function add_line(line,    end) {
    end = index(line, "  ")
    add(substr(line, 1, end - 1), substr(line, end + 2))
}

# Prints what was added since the last time, as two columns.
function print_rows(    row) {
    for (row = 1; row <= rows; row++) printf "  %-" width "s  %s\n", commands[row], texts[row]
    rows = width = 0
}

{
    gsub(/[$][(]RENDERS[)]/, renders)
    gsub(/[$][(]RUN[)]/, run)
}

/^## (-|[A-Z]+=)/ { additions[++count] = substr($0, 4); next }
/^## (make|  )/ { add_line(substr($0, 4)); next }
/^##/ { print_rows(); print substr($0, 4) }

/^[a-z]+:.* ## / {
    command = "make " substr($0, 1, index($0, ":") - 1)
    sub(/.* ## /, "")
    if (/^[A-Z]+=.*  /) add_line(command " " $0)
    else add(command, $0)
}

END {
    print_rows()
    print "\nTo be added to a command:"
    for (row = 1; row <= count; row++) add_line(additions[row])
    print_rows()
}
