#!/bin/sh
# Make .venv with everything the project needs. Shell, because nothing else is there yet.
#
# Cairo's and Pango's Python packages are compiled here, so their headers and a C compiler have
# to come from the system; FFmpeg's libraries and the fonts come with the Python packages.
# Done already (the stamp is newer than both lists of packages, the interpreter is there): does
# nothing.
# PYTHON=/path/to/python3.12 chooses the interpreter. Exit status 1: something is missing.
set -eu
cd "$(dirname "$0")/../.."

STAMP=.venv/.ready
CONSTRAINTS=manim_project/studio/constraints.txt
OLDEST=3.11
APT="gcc libc6-dev make pkg-config libcairo2-dev libpango1.0-dev"
APT_PYTHON="python3 python3-dev python3-venv"
DNF="gcc make pkgconf-pkg-config cairo-devel pango-devel python3-devel"
PACMAN="gcc make pkgconf cairo pango python"
BREW="make pkgconf cairo pango python"

fail() {
    printf 'setup: %s\n' "$*" >&2
    exit 1
}

recent_enough() {
    "$1" -c "import sys; sys.exit(sys.version_info < (${OLDEST%.*}, ${OLDEST#*.}))" 2>/dev/null
}

# The first interpreter that is recent enough; nothing when there is none.
find_python() {
    set -- python3 python3.14 python3.13 python3.12 python3.11
    [ -z "${PYTHON:-}" ] || set -- "$PYTHON"
    for candidate; do
        if recent_enough "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
}

# Whether .venv is of the interpreter that PYTHON=… asks for, if it asks for any.
is_as_chosen() {
    [ -z "${PYTHON:-}" ] || [ "$(identity .venv/bin/python)" = "$(identity "$PYTHON")" ]
}

identity() {
    "$1" -c 'import sys; print(sys.base_prefix, sys.version)' 2>/dev/null
}

has_headers() {
    "$1" -c 'import os, sys, sysconfig
sys.exit(not os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")))'
}

# What is missing, in words, one a line; nothing when the system has it all.
missing() {
    command -v cc >/dev/null || command -v gcc >/dev/null || echo "a C compiler"
    command -v make >/dev/null || echo "make"
    if command -v pkg-config >/dev/null; then
        pkg-config --exists cairo || echo "Cairo's headers"
        pkg-config --exists pangocairo || echo "Pango's headers"
    else
        echo "pkg-config (and, for all one can tell without it, Cairo's and Pango's headers)"
    fi
    python=$(find_python)
    if [ -z "$python" ]; then
        echo "Python $OLDEST or newer"
    else
        "$python" -c 'import ensurepip, venv' 2>/dev/null || echo "Python's venv module"
        has_headers "$python" || echo "Python's headers"
    fi
}

is_debian() {
    command -v apt-get >/dev/null && grep -Eqs '^ID(_LIKE)?=.*(debian|ubuntu)' /etc/os-release
}

# Installs with apt-get where that can be done without asking; fails otherwise.
install_system_packages() {
    is_debian || return 1
    sudo=
    if [ "$(id -u)" != 0 ]; then
        sudo="sudo -n"
        $sudo true 2>/dev/null || return 1
    fi
    echo "setup: installing with apt-get: $*"
    $sudo apt-get -qq update || fail "apt-get update failed (see above)"
    # shellcheck disable=SC2086  # $sudo is two words or none
    $sudo env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq install -y --no-install-recommends "$@" >/dev/null ||
        fail "apt-get install failed (see above)"
}

explain_missing() {
    cat >&2 <<MESSAGE
setup: missing on this system: $(missing | paste -s -d ';' | sed 's/;/; /g')
setup: install it with one of these, then run make again:
  Debian, Ubuntu   sudo apt-get install $APT $APT_PYTHON
  Fedora           sudo dnf install $DNF
  Arch             sudo pacman -S --needed $PACMAN
  macOS            xcode-select --install; brew install $BREW
setup: Python has to be $OLDEST or newer; PYTHON=/path/to/python3.12 make chooses one.
MESSAGE
    exit 1
}

check_system() {
    [ -n "$(missing)" ] || return 0
    # An interpreter of one's own does not need the system's.
    apt_packages=$APT
    if missing | grep -q Python; then apt_packages="$APT $APT_PYTHON"; fi
    # shellcheck disable=SC2086  # the lists are meant to be split
    install_system_packages $apt_packages || explain_missing
    [ -z "$(missing)" ] || explain_missing
}

install_packages() {
    .venv/bin/python -m pip install --quiet --disable-pip-version-check \
        --use-pep517 --editable '.[dev]' "$@"
}

# The same versions give the same films; but another interpreter may lack one of them.
make_venv() {
    if ! { recent_enough .venv/bin/python && is_as_chosen && .venv/bin/python -m pip --version
    } >/dev/null 2>&1; then
        "$(find_python)" -m venv --clear .venv || fail "could not make .venv (see above)"
    fi
    echo "setup: installing the Python packages into .venv (a minute or two)"
    install_packages --constraint "$CONSTRAINTS" 2>.venv/pip.log && return
    echo "setup: not in the versions of $CONSTRAINTS (.venv/pip.log says why);" \
        "taking what pyproject.toml allows"
    install_packages ||
        fail "pip could not install the packages (see above); make setup tries again"
}

# Nothing that could be installed would mend a wrong choice.
[ -z "${PYTHON:-}" ] || recent_enough "$PYTHON" ||
    fail "PYTHON=$PYTHON does not run, or is older than Python $OLDEST"
if [ -e "$STAMP" ] && [ -x .venv/bin/python ] && is_as_chosen &&
    [ -z "$(find pyproject.toml "$CONSTRAINTS" -newer "$STAMP")" ]; then
    exit 0
fi
rm -f "$STAMP" # so that an interrupted set-up is never taken for a finished one
check_system
make_venv
touch "$STAMP"
echo "setup: done"
