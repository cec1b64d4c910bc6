# Every language is a folder with a script `tasks` that knows the same verbs. A new language is a
# word here, that script, and its examples.
LANGUAGES := rust python c cpp kotlin swift

folder = $(if $(filter rust,$1),core,bindings/$1)

.DEFAULT_GOAL := help
.PHONY: help demo test vectors check setup dist-c dist-kotlin clean

help: ## show these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | expand -t 12
	@echo "demo, test, vectors and check exist per language too: make test-python ($(LANGUAGES))"

demo: ## run the main job and the short examples against the simulator
	@examples/demo $(LANGUAGES)

test: ## set up what is missing, and run every test
	@.ci/each test $(foreach l,$(LANGUAGES),$(call folder,$l))

vectors: ## run the shared vectors only, in every language (CAD_VECTORS_DIR names another folder)
	@.ci/vectors $(foreach l,$(LANGUAGES),$(call folder,$l))

check: ## formatting, lints and types
	@.ci/each check $(foreach l,$(LANGUAGES),$(call folder,$l))

setup: ## install what building and testing need, saying what
	@.ci/each setup $(foreach l,$(LANGUAGES),$(call folder,$l))

dist-c: ## the packages of the C and C++ library, into dist/
	@bindings/c/dist

dist-kotlin: ## the artifacts of Kotlin, as a Maven repository in dist/
	@bindings/kotlin/tasks dist

clean: ## remove everything that was built
	rm -rf target dist bindings/swift/Native

define per_language
.PHONY: demo-$1 test-$1 vectors-$1 check-$1
demo-$1: ; @examples/demo $1
test-$1: ; @.ci/each test $(call folder,$1)
vectors-$1: ; @.ci/each vectors $(call folder,$1)
check-$1: ; @.ci/each check $(call folder,$1)
endef
$(foreach l,$(LANGUAGES),$(eval $(call per_language,$l)))
