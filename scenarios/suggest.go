package scenarios

import (
	"fmt"

	"github.com/denylab/denylab/emulator/iampolicy"
)

// didYouMean is `; did you mean "…"?` when one of the words is near what was
// written, else "".
func didYouMean(written string, words []string) string {
	if near := nearest(written, words); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}

// nearest is the word that was probably meant, or "". Long texts are not
// compared: nobody misspells a paragraph.
func nearest(written string, words []string) string {
	if len(written) > 100 {
		return ""
	}
	near, _ := iampolicy.Closest(written, words)
	return near
}
