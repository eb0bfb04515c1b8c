# Nine scenes, checked and rendered. `make help` is the front page.

QUALITY ?= talk
RENDERS ?= renders

PYTHON := .venv/bin/python
READY := .venv/.ready
# The scenes and qualities are read from Python's own tables, without Python: it may be missing.
SCENE_NAME := s/^ *SceneEntry("\([A-Za-z0-9]*\)",.*/\1/p
QUALITY_NAME := s/^ *Quality("\([a-z0-9]*\)",.*/\1/p
SCENES := $(shell sed -n '$(SCENE_NAME)' manim_project/scenes/__init__.py)
QUALITIES := $(shell sed -n '$(QUALITY_NAME)' manim_project/studio/quality.py)
TARGETS := all help setup test lint watch frame audit sheet pictures bench clean

# One line for a wrong word, before anything is done.
UNKNOWN := $(filter-out $(TARGETS) $(SCENES) $(RENDERS)/%,$(MAKECMDGOALS))
ifneq ($(UNKNOWN),)
$(error Unknown target '$(firstword $(UNKNOWN))'. Scenes: $(SCENES). Other targets: $(TARGETS))
endif
ifneq ($(filter $(QUALITY),$(QUALITIES))/$(words $(QUALITY)),$(QUALITY)/1)
$(error Unknown QUALITY '$(QUALITY)'. Qualities: $(QUALITIES))
endif

# As many scenes at once as there are cores, unless -j says otherwise.
MAKEFLAGS += --no-builtin-rules --no-print-directory
ifeq ($(MAKELEVEL)$(filter -j% --jobs%,$(MAKEFLAGS)),0)
MAKEFLAGS += -j$(shell nproc 2>/dev/null || sysctl -n hw.ncpu 2>/dev/null || echo 1)
endif

# `make clean all` cleans first.
ifneq ($(filter clean,$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif

.PHONY: $(TARGETS) $(SCENES) FORCE
.SUFFIXES:

.DEFAULT_GOAL := all

help:
	@echo "Nine short films: how attention becomes exact memory, and a transformer a computer."
	@echo
	@echo "  make                             all nine scenes at 1920x1080, to $(RENDERS)/talk/"
	@echo "  make ParabolaKeys                one scene"
	@echo "  make ParabolaKeys QUALITY=low    one scene, fast"
	@echo "  make watch SCENE=ParabolaKeys         draft it on every save and show it in the browser"
	@echo "  make frame SCENE=ParabolaKeys BEAT=3  the last frame of one beat (or part of its title)"
	@echo
	@echo "  make test      the tests"
	@echo "  make lint      style and types"
	@echo "  make audit     check every number and text on screen against the reference model"
	@echo "  make sheet     one picture per scene, the last frame of every beat: $(RENDERS)/sheets/"
	@echo "  make pictures  the pictures of the README, anew: assets/pictures/"
	@echo "  make bench     measure rendering and the edit loop beside plain Manim (ten minutes)"
	@echo "  make setup     make or update .venv (the others do it by themselves)"
	@echo "  make clean     empty renders/ and remove all caches; .venv stays"
	@echo
	@echo "Scenes, in reading order:"
	@for scene in $(SCENES); do echo "  $$scene"; done
	@echo "Qualities (QUALITY=talk is the default):"
	@sed -n 's/^ *Quality("\([a-z0-9]*\)", \([0-9]*\), \([0-9]*\), \([0-9]*\)),/\1 \2x\3 \4/p' \
	    manim_project/studio/quality.py | while read -r name size fps; do \
	    printf '  %-8s %-10s %s frames a second\n' "$$name" "$$size" "$$fps"; done
	@echo "SCENE=… is for audit, sheet and bench, too; RENDERS=DIR is another folder for what is made."
	@echo "Also: VERBOSE=1 shows tracebacks, -j1 renders one scene at a time, -B all anew."

setup: $(READY)

# setup.sh looks at the stamp itself, so that -B does not install everything again.
$(READY): pyproject.toml
	@sh manim_project/studio/setup.sh

# A .venv whose interpreter is gone (an upgrade removed it) is made again.
ifneq ($(shell test -x $(PYTHON) && echo runs),runs)
$(READY): FORCE
endif

test: $(READY)
	@$(PYTHON) -m pytest

lint: $(READY)
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy

pictures: $(READY)
	@$(PYTHON) -m manim_project pictures

# All scenes, or those of SCENE="…".
audit bench: $(READY)
	@$(PYTHON) -m manim_project $@ $(SCENE)

sheet: $(READY)
	@$(PYTHON) -m manim_project sheet $(SCENE) --out $(RENDERS)/sheets

# What make is given as SCENE=… and BEAT=… it hands on in the environment: no quoting can fail.
watch: DRAFT := $(if $(findstring file,$(origin QUALITY)),low,$(QUALITY))
watch: $(READY)
	@$(PYTHON) -m manim_project watch "$$SCENE" --beat="$$BEAT" --quality $(DRAFT) --renders $(RENDERS)

frame: $(READY)
	@$(PYTHON) -m manim_project frame "$$SCENE" --beat="$$BEAT" --quality $(QUALITY) --renders $(RENDERS)

clean:
	[ ! -d renders ] || find renders -mindepth 1 ! -name .gitignore -delete
	rm -rf media .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find . -path ./.venv -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

# A scene is its film and its subtitles. What they depend on, a render writes down for the next
# time (SCENE.d); without that, the scene is rendered.
RULES := $(wildcard $(SCENES:%=$(RENDERS)/.work/$(QUALITY)/%.d))
NEVER := $(filter-out $(RULES:$(RENDERS)/.work/$(QUALITY)/%.d=%),$(SCENES))

$(SCENES): %: $(RENDERS)/$(QUALITY)/%.mp4 $(RENDERS)/$(QUALITY)/%.srt

$(NEVER:%=$(RENDERS)/$(QUALITY)/%.mp4) $(NEVER:%=$(RENDERS)/$(QUALITY)/%.srt): FORCE

# A pattern with two targets is one recipe that makes both, in every version of make.
$(RENDERS)/$(QUALITY)/%.mp4 $(RENDERS)/$(QUALITY)/%.srt: | $(READY)
	@$(PYTHON) -m manim_project render $* --quality $(QUALITY) --renders $(RENDERS)

# An interrupted make leaves the last good render where it is.
.PRECIOUS: $(RENDERS)/$(QUALITY)/%.mp4 $(RENDERS)/$(QUALITY)/%.srt

include $(RULES)

# By default all nine, those first that took longest last time: none runs alone at the end.
SECONDS := $(foreach scene,$(SCENES),$(or $(SECONDS_$(scene)),0):$(scene))
all: $(shell printf '%s\n' $(SECONDS) | sort -s -t: -k1,1nr | cut -d: -f2)
