# Everything here sets up what it needs. `make` alone says what there is.
.DEFAULT_GOAL := help
SHELL := /bin/bash
LAB := test/lab/lab
SOURCES := $(shell find sdk components -name '*.ts' 2>/dev/null)

.PHONY: help demo test setup lab clean fuzz bench

help:
	@echo "make demo   start the lab, bring the demo up, send 1,000 requests and show where they went"
	@echo "make test   lint, types, unit, component and end-to-end tests"
	@echo "make fuzz   a million mutated documents, conditions and references (10 minutes)"
	@echo "make bench  time and memory of reading, against the YAML library alone"
	@echo "make clean  stop the lab and undo what it changed on this machine"

setup: dist/.built

node_modules/.installed: package.json package-lock.json
	@echo "Installing packages"
	@npm ci --no-progress --loglevel=error
	@touch $@

dist/.built: node_modules/.installed tsconfig.json $(SOURCES)
	@echo "Compiling"
	@rm -rf dist && npx --no-install tsc --project tsconfig.json && chmod +x dist/sdk/cli/main.js
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

fuzz: setup
	@npm run --silent fuzz

bench: setup
	@npm run --silent bench

clean:
	@$(LAB) clean
	@rm -rf dist node_modules
