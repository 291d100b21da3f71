package report

import (
	"encoding/json"
	"io"
)

// JSON writes the report of r as one JSON document.
func JSON(w io.Writer, r *Replay, _ bool) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(r.Report)
}
