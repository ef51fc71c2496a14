# Everything here sets up what it needs. `make` alone says what there is.
.DEFAULT_GOAL := help
SHELL := /bin/bash
LAB := test/lab/lab
SOURCES := $(shell find sdk components policies docs/generator -name '*.ts' -not -path '*/dist/*' 2>/dev/null) components/provider/bundle.mjs

.PHONY: help demo test setup lab clean examples soak fuzz bench

help:
	@echo "make demo      start the lab, bring the demo up, send 1,000 requests and show where they went"
	@echo "make test      lint, types, unit, component and end-to-end tests"
	@echo "make examples  every step of the examples, by the commands of their READMEs"
	@echo "make soak      a million requests while everything changes; other settings of the cluster, more interruptions (20 minutes); and the examples"
	@echo "make fuzz      a million mutated texts; 20,000 requests simulated and asked of HAProxy (12 minutes)"
	@echo "make bench     time and memory of reading, deploying and starting, against what does nothing more than is needed"
	@echo "               (npm run bench:gateway: the agent against nginx, Envoy, Traefik and HAProxy by hand, 15 minutes)"
	@echo "make clean     stop the lab and undo what it changed on this machine"

setup: dist/.built

node_modules/.installed: package.json package-lock.json
	@echo "Installing packages"
	@npm ci --no-progress --loglevel=error
	@# The policy pack is a package of its own, which needs this one by its name. (npm clears what it does not know out of
	@# its own node_modules.)
	@mkdir -p policies/node_modules && ln -sfn ../.. policies/node_modules/pulumi-vamp
	@touch $@

dist/.built: node_modules/.installed tsconfig.json policies/tsconfig.json $(SOURCES)
	@echo "Compiling"
	@rm -rf dist policies/dist && npm run --silent build && chmod +x dist/sdk/cli/main.js
	@touch $@

lab:
	@$(LAB) build

demo: setup
	@node examples/demo/demo.mjs

test: setup
	@npm run --silent lint
	@npm run --silent types
	@$(LAB) up
	@npm test --silent

examples: setup
	@$(LAB) up
	@npm run --silent examples

soak: setup
	@$(LAB) up
	@npm run --silent soak

fuzz: setup lab
	@npm run --silent fuzz

bench: setup
	@npm run --silent bench

clean:
	@$(LAB) clean
	@rm -rf dist policies/dist policies/node_modules node_modules
