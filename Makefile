## Nine short films: how attention becomes exact memory, and a transformer a computer.
##

# What is made is made of these scenes.
## SCENE=StackReads  only this scene: films, products, audit, sheet and bench
## SCENES="StackReads HullLookup"  only these scenes, in this order: films, products
SCENES ?= $(ALL)
CHOSEN = $(strip $(or $(SCENE),$(SCENES)))
## QUALITY=low  how large films are: one of those below
QUALITY ?= talk
## THEME=light  colours for white slides
THEME ?= dark
## ASPECT=4:3  a layout for old projectors
ASPECT ?= 16:9
## NARRATION=1  films speak their captions
NARRATION ?= 0
## ALPHA=1  clips have a transparent ground
ALPHA ?= 0
## RENDERS=DIR  another folder for what is made
RENDERS ?= renders
## VERBOSE=1  show the traceback of an error
## -j1  render one scene at a time
## -B  make all anew
export THEME ASPECT NARRATION ALPHA PROGRAM

# Not PYTHON: that is the user's, who tells setup.sh by it which interpreter to take.
VENV_PYTHON := .venv/bin/python
RUN := $(VENV_PYTHON) -m manim_project
READY := .venv/.ready
# The scenes and qualities are read from Python's own tables, without Python: it may be missing.
SCENE_NAME := s/^ *SceneEntry("\([A-Za-z0-9]*\)",.*/\1/p
NUMBER := \([0-9]*\)
QUALITY_NAMES := s|^ *Quality("\([a-z0-9]*\)", $(NUMBER), $(NUMBER), $(NUMBER)),|\1/\2x\3/\3p/\4|p
ALL := $(shell sed -n '$(SCENE_NAME)' manim_project/scenes/__init__.py)
QUALITIES := $(shell sed -n '$(QUALITY_NAMES)' manim_project/studio/renders/quality.py)
PRODUCTS := clips deck film gif overview
TARGETS := all help setup test fuzz lint watch frame trace audit sheet $(PRODUCTS) pictures bench \
    constraints clean

# The rules that a render writes for make name its files without double or closing slashes.
override RENDERS := $(patsubst %/,%,$(subst //,/,$(RENDERS)))
# Neither make, in targets, nor the shell takes these as parts of a name.
SIGNS := : % ; * ? [ & | < > ( ) ' " ` \# $$
SIGNS := $(strip $(foreach sign,$(SIGNS),$(findstring $(sign),$(RENDERS))))
ifneq ($(words $(RENDERS))$(SIGNS),1)
$(error RENDERS='$(RENDERS)' cannot be used: it takes one folder, without $(or $(SIGNS),spaces))
endif

# $(call hint,WORD,WORDS,ALL THAT WAS SAID) ends a sentence about a wrong word with what was meant,
# if that is plain: several of the words, with commas between, or one or two that it is a part of,
# in letters of any case. A word may have other names behind slashes, as low/854x480/480p/15 has.
COMMA := ,
names = $(foreach row,$1,$(firstword $(subst /, ,$(row))))
apart = $(strip $(subst $(COMMA), ,$3))
listed = $(and $(findstring $(COMMA),$3),$(if $(filter-out $2,$(apart)),,$(apart)))
found = $(shell word='$(subst ','\'',$1)'; echo "$$word" | grep -q .. && \
    printf '%s\n' $2 | grep -iF$3 -e "$$word" | cut -d/ -f1)
few = $(if $(word 3,$1),,$(firstword $1)$(if $(word 2,$1), or $(word 2,$1)))
meant = $(or $(call found,$1,$2,x),$(call few,$(call found,$1,$2)))
asked = $(if $1,: did you mean $1?,.)
hint = $(if $(listed),: separate them by spaces: "$(listed)".,$(call asked,$(meant)))

# One line for a wrong word, before anything is done.
UNKNOWN := $(firstword $(filter-out $(TARGETS) $(ALL) $(RENDERS)/%,$(MAKECMDGOALS)))
ifneq ($(UNKNOWN),)
UNKNOWN := '$(UNKNOWN)'$(call hint,$(UNKNOWN),$(ALL) $(TARGETS),$(MAKECMDGOALS))
$(error Unknown target $(UNKNOWN) Scenes: $(ALL). Other targets: $(TARGETS))
endif
# A wrong SCENE of these is explained in Python, with their other arguments.
EXPLAINED := watch frame audit sheet bench
UNKNOWN := $(firstword $(filter-out $(ALL),$(SCENES) \
    $(if $(filter-out $(EXPLAINED),$(or $(MAKECMDGOALS),all)),$(SCENE))))
ifneq ($(UNKNOWN),)
$(error Unknown scene '$(UNKNOWN)'$(call hint,$(UNKNOWN),$(ALL),$(CHOSEN)) Scenes: $(ALL))
endif
# $(call one_of,NAME,its valid values), which may have other names behind slashes
one_of = $(if $(filter $($1),$(call names,$2)),$(if $(word 2,$($1)),$(wrong)),$(wrong))
wrong = $(error Unknown $1 '$($1)'$(call hint,$($1),$2) There are: $(strip $(rows)))
rows = $(foreach row,$2,$(shown))
shown = $(call names,$(row)) $(patsubst %,(%),$(word 2,$(subst /, ,$(row))))
$(call one_of,QUALITY,$(QUALITIES))
$(call one_of,THEME,dark light)
$(call one_of,ASPECT,16:9 4:3)
$(call one_of,NARRATION,0 1)
$(call one_of,ALPHA,0 1)

# Each theme, aspect and voice has folders of its own; the names are those of renders/quality.py.
VARIANT := $(if $(filter light,$(THEME)),-light)$(if $(filter 4:3,$(ASPECT)),-4x3)
VARIANT := $(VARIANT)$(if $(filter 1,$(NARRATION)),-narrated)
FOLDER := $(QUALITY)$(VARIANT)
FILMS := $(RENDERS)/$(FOLDER)
WORK := $(RENDERS)/.work/$(FOLDER)
CLIPS := $(FILMS)$(if $(filter 1,$(ALPHA)),-alpha)
DECK := $(RENDERS)/deck$(patsubst -talk%,%,-$(FOLDER))

# As many scenes at once as there are cores, unless -j says otherwise.
MAKEFLAGS += --no-builtin-rules --no-print-directory
ifeq ($(MAKELEVEL)$(filter -j% --jobs%,$(MAKEFLAGS)),0)
MAKEFLAGS += -j$(shell nproc 2>/dev/null || sysctl -n hw.ncpu 2>/dev/null || echo 1)
endif

# `make clean all` cleans first.
ifneq ($(filter clean,$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif

.PHONY: $(TARGETS) $(ALL) FORCE
.SUFFIXES:

.DEFAULT_GOAL := all

# Only awk and sh: .venv may be missing.
help:
	@awk -v renders='$(RENDERS)' -v run='$(RUN)' -f manim_project/studio/help.awk Makefile
	@echo; echo "Qualities (QUALITY=talk is the default):"
	@printf '%s\n' $(QUALITIES) | while IFS=/ read -r name size lines fps; do \
	    printf '  %-8s %-10s %s frames a second\n' "$$name" "$$size" "$$fps"; done
	@echo "Scenes, in reading order:"
	@for scene in $(ALL); do echo "  $$scene"; done

# setup.sh looks at the stamp itself, so that -B does not install everything again.
CONSTRAINTS := manim_project/studio/constraints.txt
$(READY): pyproject.toml $(CONSTRAINTS)
	@sh manim_project/studio/setup.sh

# A .venv whose interpreter is gone (an upgrade removed it) is made again, and one of another
# interpreter than `make setup PYTHON=…` asks for.
RUNS := $(shell test -x $(VENV_PYTHON) && echo runs)
ASKED_FOR := $(if $(filter setup,$(MAKECMDGOALS)),$(PYTHON))
ifneq ($(RUNS)$(ASKED_FOR),runs)
$(READY): FORCE
endif

# A scene is its film, its subtitles and a record of its beats. What they depend on, a render
# writes down for the next time (SCENE.d); without that, the scene is rendered.
RULES := $(wildcard $(ALL:%=$(WORK)/%.d))
include $(RULES)
NEVER := $(filter-out $(RULES:$(WORK)/%.d=%),$(ALL))
MADE = $(FILMS)/$1.mp4 $(FILMS)/$1.srt $(FILMS)/$1.vtt $(WORK)/$1.zip

## make  all nine scenes at 1920x1080, to $(RENDERS)/talk/
# By default all nine, those first that took longest last time: none runs alone at the end.
DURATIONS := $(foreach scene,$(CHOSEN),$(or $(SECONDS_$(scene)),0):$(scene))
all: $(shell printf '%s\n' $(DURATIONS) | sort -s -t: -k1,1nr | cut -d: -f2)

## make ParabolaKeys  one scene
## make ParabolaKeys QUALITY=low  one scene, fast
$(ALL): %: $(call MADE,%)

$(foreach scene,$(NEVER),$(call MADE,$(scene))): FORCE

# A pattern with several targets is one recipe that makes all, in every version of make.
$(call MADE,%): | $(READY)
	@$(RUN) render $* --quality $(QUALITY) --renders $(RENDERS)

# An interrupted make leaves the last good render where it is.
.PRECIOUS: $(call MADE,%)

# What make is given as SCENE=… and BEAT=… it hands on in the environment: no quoting can fail.
watch: DRAFT := $(if $(findstring file,$(origin QUALITY)),low,$(QUALITY))
watch: $(READY) ## SCENE=ParabolaKeys  draft it on every save and show it in the browser
	@$(RUN) watch "$$SCENE" --beat="$$BEAT" --quality $(DRAFT) --renders $(RENDERS)

frame: $(READY) ## SCENE=ParabolaKeys BEAT=3  the last frame of one beat (or part of its title)
	@$(RUN) frame "$$SCENE" --beat="$$BEAT" --quality $(QUALITY) --renders $(RENDERS)

# The film of any program, a file or a sample: renders/QUALITY/trace-NAME.mp4, made again only if
# the program or what draws it has changed. BEAT=… draws one beat's last frame instead.
trace: $(READY) ## PROGRAM=path/to/it.wat  a film of any program's run, as scene 9 shows one
	@$(RUN) trace --beat="$$BEAT" --quality $(QUALITY) --renders $(RENDERS) \
	    $(if $(findstring B,$(firstword -$(MAKEFLAGS))),--anew) -- "$$PROGRAM"

##
## Products, made of the films:
# Products are made of what a render made. What else they depend on, their commands write down as
# a render does; without that, they are made. Where one is made of several scenes, the file .scenes
# says of which: another choice makes it anew.
RULES_OF_CLIPS := $(WORK)/%.clips$(if $(filter 1,$(ALPHA)),-alpha).d
RULES_OF_GIF := $(WORK)/%.gif.d
RULES_OF_DECK := $(WORK)/$(notdir $(DECK)).deck.d
RULES := $(wildcard $(CHOSEN:%=$(RULES_OF_CLIPS)) $(CHOSEN:%=$(RULES_OF_GIF)) $(RULES_OF_DECK) \
    $(WORK)/film.d $(WORK)/overview.d)
include $(RULES)
# $(call without,RULES): the scenes that have no such file
without = $(filter-out $(patsubst $1,%,$(filter $1,$(RULES))),$(CHOSEN))
# $(call of_chosen,RULES,SCENES): what a product of all the scenes is made of
of_chosen = $(foreach scene,$(CHOSEN),$(call MADE,$(scene))) $(if $(filter $1,$(RULES)),,FORCE) \
    $(if $(findstring /$(CHOSEN)/,/$(shell cat $2 2>/dev/null)/),,FORCE)
MAKE_PRODUCT = @$(RUN) $1 --quality $(QUALITY) --renders $(RENDERS)

## make clips  each beat as a film of its own, with poster, caption and subtitles
clips: $(CHOSEN:%=$(CLIPS)/%/.clips)
$(patsubst %,$(CLIPS)/%/.clips,$(call without,$(RULES_OF_CLIPS))): FORCE
$(CLIPS)/%/.clips: $(call MADE,%)
	$(call MAKE_PRODUCT,clips $*)

deck: $(DECK)/index.html ## slides, a beat each: a web page, PowerPoint and PDF, to $(RENDERS)/deck/
$(DECK)/index.html: $(call of_chosen,$(RULES_OF_DECK),$(DECK)/.scenes)
	$(call MAKE_PRODUCT,deck $(CHOSEN) --out $(DECK))

film: $(FILMS)/film.mp4 ## all scenes as one film, with chapters, subtitles and a transcript
$(FILMS)/film.mp4: $(call of_chosen,$(WORK)/film.d,$(WORK)/film.scenes)
	$(call MAKE_PRODUCT,film $(CHOSEN))

gif: $(CHOSEN:%=$(FILMS)/%.gif) ## a small looping GIF and WebM of each scene
$(patsubst %,$(FILMS)/%.gif,$(call without,$(RULES_OF_GIF))): FORCE
$(FILMS)/%.gif $(FILMS)/%.webm: $(FILMS)/%.mp4
	$(call MAKE_PRODUCT,gif $*)

overview: $(FILMS)/overview.pdf ## the beats of all scenes on one page to print
$(FILMS)/overview.pdf: $(call of_chosen,$(WORK)/overview.d,$(WORK)/overview.scenes)
	$(call MAKE_PRODUCT,overview $(CHOSEN))

##
test: $(READY) ## the tests
	@$(VENV_PYTHON) -m pytest -n auto

# Finds go to $(RENDERS)/fuzz/.
fuzz: $(READY) ## SECONDS=600  random programs on the machine and on wasmtime, for so long
	@PYTHONPATH=tests $(VENV_PYTHON) -m fuzzing.fuzz "$$SECONDS" --out $(RENDERS)/fuzz

lint: $(READY) ## style and types
	@$(VENV_PYTHON) -m ruff check .
	@$(VENV_PYTHON) -m ruff format --check .
	@$(VENV_PYTHON) -m mypy

sheet: $(READY) ## one picture per scene, the last frame of every beat: $(RENDERS)/sheets/
	@$(RUN) sheet $(SCENE) --out $(RENDERS)/sheets$(VARIANT)

## make audit  check every number and text on screen against the reference model
## make bench  measure the machine, rendering and the edit loop (ten minutes); alone the
##   machine: $(RUN) bench --machine (a minute)
# All scenes, or those of SCENE="…".
audit bench: $(READY)
	@$(RUN) $@ $(SCENE)

pictures: $(READY) ## the pictures of the README, anew: assets/pictures/
	@$(RUN) pictures
	@THEME=light $(RUN) pictures ParabolaKeys
	@ASPECT=4:3 $(RUN) pictures ParabolaKeys

setup: $(READY) ## make or update .venv (the others do it by themselves)

# Versions only, without addresses; pip and setuptools are not the project's.
constraints: $(READY) ## take the newest packages that pyproject.toml allows, and keep to these
	@$(VENV_PYTHON) -m pip install --quiet --upgrade --upgrade-strategy eager --editable '.[dev]'
	@{ sed -n '/^#/p' $(CONSTRAINTS); $(VENV_PYTHON) -m pip list --format freeze \
	    --exclude-editable --exclude pip --exclude setuptools; } >.venv/constraints.txt
	@mv .venv/constraints.txt $(CONSTRAINTS)
	@touch $(READY)

clean: ## empty renders/ and remove all caches; .venv stays
	[ ! -d renders ] || find renders -mindepth 1 ! -name .gitignore -delete
	rm -rf media .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find . -path ./.venv -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +
