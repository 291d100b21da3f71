package main

import (
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"

	"github.com/spf13/cobra"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/rego/engine"
	"github.com/denylab/denylab/scenarios"
)

type serveOptions struct {
	cast      cast
	listen    string
	data      string
	readyFile string
	logFormat string
	hosts     []string
	lag       string
	allowExec bool
}

func newServe(c *console) *cobra.Command {
	var o serveOptions
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve S3, STS and KMS until interrupted",
		Long: `Serve S3, STS and KMS on one port until interrupted.

Without --world or --scenario the lab has one account, 111122223333, whose root
access key is AWS's documented example pair. When the lab accepts connections it
prints one line, "denylab ready on URL", and writes URL to --ready-file.

A client whose endpoint URL is URL/_denylab/vpce/ID calls through VPC endpoint ID
of the world; URL/_denylab/from/IP calls from that source address (IPv6 as 2001-db8--1);
URL/_denylab/plain calls without TLS (aws:SecureTransport false).`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return serve(cmd, c, o) },
	}
	o.cast.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&o.listen, "listen", "127.0.0.1:4566", "address to listen on; port 0 takes a free one")
	f.StringVar(&o.data, "data", "", "directory that keeps what clients change over restarts (default: memory)")
	f.StringVar(&o.readyFile, "ready-file", "", "file to write the URL to when the lab is ready")
	f.StringVar(&o.logFormat, "log-format", "text", "text or json, on standard error")
	f.BoolVar(&o.allowExec, "allow-exec", false, "let jobs run the commands and images that the world's image map names")
	f.StringVar(&o.lag, "consistency", "", "when changes of IAM take effect: immediate, calls=N or after=DURATION (default: the scenario's, or immediate)")
	f.StringSliceVar(&o.hosts, "host", nil, "base host of virtual-host style requests (bucket.HOST)")
	return cmd
}

func serve(cmd *cobra.Command, c *console, o serveOptions) error {
	// Compiling the rules is most of the start; the world is read meanwhile.
	go func() { _, _ = engine.Default() }()
	w, from, err := o.cast.load(c)
	if err != nil {
		return err
	}
	late, err := o.consistency(from)
	if err != nil {
		return err
	}
	logger, err := newLogger(c.err, o.logFormat)
	if err != nil {
		return err
	}
	lab, err := emulator.New(emulator.Options{World: w, Data: o.data, Hosts: o.hosts, Logger: logger, Version: versionText(), Consistency: late, AllowExec: o.allowExec})
	if err != nil {
		return cannot(err)
	}
	s, err := listen(lab, o.listen)
	if err != nil {
		return err
	}
	warnIfOpen(logger, o.listen)
	fmt.Fprintf(c.out, "denylab ready on %s\n", s.url)
	if o.readyFile != "" {
		if err := os.WriteFile(o.readyFile, []byte(s.url+"\n"), 0o644); err != nil {
			return cannot(err)
		}
	}
	select {
	case <-cmd.Context().Done():
		if err := s.stop(); err != nil {
			return cannot(err)
		}
		return nil
	case err := <-s.done:
		return cannot(err)
	}
}

// consistency is what was asked for, or else the scenario's.
func (o *serveOptions) consistency(from *scenarios.Scenario) (emulator.Consistency, error) {
	if o.lag == "" && from != nil {
		return from.Consistency, nil
	}
	late, err := emulator.ParseConsistency(o.lag)
	if err != nil {
		return late, usage("--consistency: %v", err)
	}
	return late, nil
}

func newLogger(w io.Writer, format string) (*slog.Logger, error) {
	switch format {
	case "text":
		return slog.New(slog.NewTextHandler(w, nil)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(w, nil)), nil
	default:
		return nil, usage("--log-format %q: want text or json", format)
	}
}

// warnIfOpen says so when others can reach the lab, which hands credentials to
// whoever asks.
func warnIfOpen(logger *slog.Logger, addr string) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return
	}
	if ip := net.ParseIP(host); host == "localhost" || ip != nil && ip.IsLoopback() {
		return
	}
	logger.Warn("the lab listens beyond this machine and hands out its credentials to whoever asks", "address", addr)
}
