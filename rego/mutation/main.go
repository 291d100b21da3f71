package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	// Compiling leaves much garbage and little to keep.
	debug.SetGCPercent(800)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutation:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out, progress io.Writer) error {
	flags := flag.NewFlagSet("mutation", flag.ContinueOnError)
	flags.SetOutput(progress)
	dir := flags.String("rules", "rego/policy", "directory of the rules and their tests")
	list := flags.String("survivors", "rego/mutation/survivors.txt", "list of the mutants that survive, with reasons")
	files := flags.String("files", "*", "pattern of the rule files to mutate")
	listed := flags.Bool("listed", false, "judge only the mutants on the list of survivors")
	number := flags.Int("sample", 0, "how many mutants to judge; 0 means all")
	seed := flags.Uint64("seed", 1, "chooses the sample")
	replay := flags.Bool("catalogue", true, "replay the scenario catalogue for what passes the tests")
	workers := flags.Int("parallel", runtime.GOMAXPROCS(0), "mutants at a time")
	if err := flags.Parse(args); err != nil {
		return err
	}
	rules, err := ReadRules(*dir)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(*list)
	if err != nil {
		return err
	}
	known, err := ReadSurvivors(*list, string(text))
	if err != nil {
		return err
	}
	mutants, err := rules.Mutants()
	if err != nil {
		return err
	}
	report := &Report{Mutants: mutants, Known: known, Whole: *number == 0 && *files == "*" && !*listed}
	report.Mutants = slices.DeleteFunc(report.Mutants, func(m *Mutant) bool {
		ok, _ := path.Match(*files, m.File)
		return !ok || *listed && known[m.ID()] == ""
	})
	if len(report.Mutants) == 0 {
		return fmt.Errorf("-files %q: no mutant of a rule file in %s; give one pattern such as \"s3_*.rego\"", *files, *dir)
	}
	if *number > 0 {
		report.Mutants = sample(report.Mutants, *number, *seed)
	}
	judge := &Judge{Rules: rules}
	if *replay {
		judge.Catalogue = sync.OnceValues(func() (*Catalogue, error) { return Record(ctx, rules) })
	}
	if err := judge.Sound(ctx); err != nil {
		return err
	}
	judged := 0
	report.Fates, err = judge.All(ctx, report.Mutants, max(1, *workers), func() {
		if judged++; judged%100 == 0 || judged == len(report.Mutants) {
			fmt.Fprintf(progress, "%d of %d mutants judged\n", judged, len(report.Mutants))
		}
	})
	if err != nil {
		return err
	}
	report.Write(out)
	return report.verdict(out)
}

func (r *Report) verdict(out io.Writer) error {
	problems := r.Problems()
	for _, p := range problems {
		fmt.Fprintln(out, p)
	}
	if len(problems) > 0 {
		return fmt.Errorf("%d mutants are not as survivors.txt says", len(problems))
	}
	return nil
}
