.DEFAULT_GOAL := help
.PHONY: help replay test race lint fmt rules mutation generate fuzz bench bench-engine large image

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

replay: ## Run every scenario against a fresh lab
	go run ./cmd/denylab replay

test: ## Run the tests
	go test ./...

race: ## Run the tests under the race detector
	go test -race ./...

lint: ## Check formatting, vet, staticcheck and the rules
	.ci/lint

fmt: ## Format Go and Rego
	gofmt -w cmd emulator harness rego scenarios
	go tool opa fmt -w rego/policy

rules: ## Test the rules with opa, and that every line is covered
	go tool opa test --coverage --format json rego/policy | go run ./.ci/coverage

mutation: ## Change the rules, piece by piece, and see that their tests notice
	go run ./rego/mutation

generate: ## Rewrite the JSON Schemas, the rules' plan, CONFORMANCE.md and the pages of docs/
	go generate ./scenarios/...
	go test ./rego/conformance -update
	go test ./rego/engine -run TestTheStoredPlanIsOfTheRules -update
	go test ./emulator -run TestThePageOfOperationsIsWhatTheRoutersSay -update
	go test ./scenarios -run TestTheCataloguePageIsTrue -update

fuzz: ## Fuzz each parser for a short while
	.ci/fuzz

bench: ## Run the benchmarks
	go test -run '^$$' -bench . -benchmem ./...

large: ## Put and get an object of 2 GiB, and look at the server's memory
	go test -v -run LargeObject ./cmd/denylab -large 2048

bench-engine: ## Measure the engine and write docs/benchmarks.md
	.ci/bench-engine docs/benchmarks.md

image: ## Build the container image
	docker build -t denylab .
