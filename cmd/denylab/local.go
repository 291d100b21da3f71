package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/scenarios"
)

// A cast says which world a lab starts with: a file, a scenario's world with
// or without its cure, or the default one.
type cast struct {
	world    string
	scenario string
	cured    bool
}

func (k *cast) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&k.world, "world", "", "world file (YAML)")
	f.StringVar(&k.scenario, "scenario", "", "id or file of a scenario whose world to use")
	f.BoolVar(&k.cured, "cured", false, "with --scenario: apply its cure to the world")
	cmd.MarkFlagsMutuallyExclusive("world", "scenario")
	_ = cmd.RegisterFlagCompletionFunc("scenario", completeScenarios)
}

// load returns the world, and the scenario it comes from, if any.
func (k *cast) load(c *console) (*world.World, *scenarios.Scenario, error) {
	switch {
	case k.cured && k.scenario == "":
		return nil, nil, usage("--cured applies the cure of a scenario: name one with --scenario")
	case k.world != "":
		w, diags := scenarios.WorldFromFile(k.world)
		return w, nil, c.diagnosed(diags)
	case k.scenario != "":
		s, err := c.oneScenario(k.scenario)
		if err != nil {
			return nil, nil, err
		}
		w, diags := s.Cast(k.cured)
		return w, s, c.diagnosed(diags)
	default:
		return world.Default(), nil, nil
	}
}

// A local lab is one that this process serves.
type local struct {
	*emulator.Lab
	url    string
	server *http.Server
	done   chan error
}

// maxHeader is the largest header section that the lab looks at, in bytes. It is
// far beyond what AWS takes, so that the lab refuses it in AWS's words, and not
// net/http in its own.
const maxHeader = 16 << 20

// listen starts lab on addr and returns when it accepts connections.
func listen(lab *emulator.Lab, addr string) (*local, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, cannot(fmt.Errorf("cannot listen on %s: %w; choose another address with --listen, port 0 for a free one", addr, err))
	}
	s := &local{
		Lab: lab, url: "http://" + l.Addr().String(), done: make(chan error, 1),
		server: &http.Server{Handler: lab, ReadHeaderTimeout: time.Minute, MaxHeaderBytes: maxHeader},
	}
	go func() { s.done <- s.server.Serve(l) }()
	return s, nil
}

// stop lets the requests in flight finish, for a while, and ends the lab.
func (s *local) stop() error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	err := s.server.Shutdown(ctx)
	if served := <-s.done; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return errors.Join(err, s.Close())
}
