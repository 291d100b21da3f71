package main

import (
	"io"
	"os"
	"slices"
	"strings"
)

// color says whether w is a terminal on which the user wants colors
// (https://no-color.org).
func (c *console) color(w io.Writer) bool {
	if slices.ContainsFunc(c.env, func(v string) bool { return strings.HasPrefix(v, "NO_COLOR=") && v != "NO_COLOR=" }) {
		return false
	}
	return terminal(w) && !slices.Contains(c.env, "TERM=dumb")
}

func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
