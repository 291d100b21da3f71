// Command mutation asks whether the tests of the rules would notice a mistake.
//
// It changes the rules of rego/policy one small piece at a time (a comparison
// turned round, a condition dropped, two layers swapped) and runs, on each such
// mutant, the rules' own tests and then every call that the scenario catalogue
// asks. A mutant is killed when a test fails or an answer differs. One that
// nothing kills is either listed in survivors.txt, with the reason, or makes
// the command fail, as does a listed one that is killed after all:
//
//	go run ./rego/mutation
//
// The score is killed / (mutants - equivalent): a survivor whose reason begins
// with "equivalent" cannot be killed, because no input that the engine makes
// tells it from the original, and does not count. Mutants that do not compile
// are no mutants.
package main
