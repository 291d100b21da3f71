//go:build !unix

package job

import "os"

// signalOf: only Unix has signals.
func signalOf(*os.ProcessState) int { return 0 }
