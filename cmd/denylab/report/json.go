package report

import (
	"encoding/json"
	"io"

	"github.com/denylab/denylab/scenarios"
)

// JSON writes r as one JSON document.
func JSON(w io.Writer, r *scenarios.Report, _ bool) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(r)
}
