# Every language is a folder with a script `tasks` that knows the same verbs. A new language is a
# word here, that script, and its examples. What crosses languages is `cargo tool`.
LANGUAGES := rust python c cpp kotlin swift

SHELL := bash
tool := . .ci/need && need_rust && cargo tool

.DEFAULT_GOAL := help
.PHONY: help demo test vectors check setup bench speed dist-c dist-kotlin clean

help: ## show these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | expand -t 12
	@echo "demo, test, vectors, check, setup and bench exist per language too: make test-python ($(LANGUAGES))"

demo: ## run the main job and the short examples against the simulator
	@$(tool) demo

test: ## set up what is missing, and run every test
	@$(tool) each test $(LANGUAGES)

vectors: ## run the shared vectors only, in every language (CAD_VECTORS_DIR names another folder)
	@$(tool) vectors $(LANGUAGES)

check: ## formatting, lints and types
	@$(tool) each check $(LANGUAGES)

setup: ## install what building and testing need, saying what
	@$(tool) each setup $(LANGUAGES)

bench: ## what the languages cost beside their peers, as a table and as target/bench/bench.json
	@$(tool) bench

speed: bench ## the same, and core/docs/speed.md made from it (some 8 minutes on a machine with nothing else to do)
	@$(tool) page new

dist-c: ## the packages of the C and C++ library, into dist/
	@$(tool) dist c

dist-kotlin: ## the artifacts of Kotlin, as a Maven repository in dist/
	@$(tool) dist kotlin

clean: ## remove everything that was built
	rm -rf target dist bindings/swift/Native

define per_language
.PHONY: demo-$1 bench-$1 test-$1 vectors-$1 check-$1 setup-$1
demo-$1 bench-$1: %-$1: ; @$$(tool) $$* $1
test-$1 vectors-$1 check-$1 setup-$1: %-$1: ; @$$(tool) each $$* $1
endef
$(foreach l,$(LANGUAGES),$(eval $(call per_language,$l)))
