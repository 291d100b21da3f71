package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/explain"
	"github.com/denylab/denylab/rego/authz"
)

// A hypothetical call is described on the command line.
type hypothetical struct {
	cast             cast
	as, via          string
	action, resource string
	context          []string
}

func (h *hypothetical) flags(cmd *cobra.Command) {
	h.cast.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&h.as, "as", "", "principal that calls")
	f.StringVar(&h.via, "via", "", "VPC endpoint the call arrives through")
	f.StringVar(&h.action, "action", "", "action, such as s3:GetObject")
	f.StringVar(&h.resource, "resource", "", `ARN of the resource, or "*"`)
	f.StringArrayVar(&h.context, "context", nil, "condition key of the request, KEY=VALUE; again for more values")
}

func (h hypothetical) explain(ctx context.Context, c *console) ([]explain.Explanation, error) {
	if h.as == "" || h.resource == "" {
		return nil, usage("a call needs --as, --action and --resource")
	}
	keys, err := contextKeys(h.context)
	if err != nil {
		return nil, err
	}
	w, _, err := h.cast.load(c)
	if err != nil {
		return nil, err
	}
	lab, err := emulator.New(emulator.Options{World: w})
	if err != nil {
		return nil, cannot(err)
	}
	defer lab.Close() //nolint:errcheck // a lab in memory
	x, err := lab.Suppose(ctx, emulator.Supposition{As: h.as, Via: h.via, Action: h.action, Resource: h.resource, Context: keys})
	if err != nil {
		return nil, &failure{exitUsage, err}
	}
	return []explain.Explanation{x}, nil
}

// contextKeys reads KEY=VALUE; a key given more than once is multivalued.
func contextKeys(args []string) (authz.Context, error) {
	keys := authz.Context{}
	for _, a := range args {
		key, value, ok := strings.Cut(a, "=")
		if !ok || key == "" {
			return nil, usage("--context %q: want KEY=VALUE", a)
		}
		if had, again := keys[key]; again {
			keys[key] = authz.Many(append(had.Values, value)...)
			continue
		}
		keys[key] = authz.One(value)
	}
	return keys, nil
}
