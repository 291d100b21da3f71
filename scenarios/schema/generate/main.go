// Command generate writes the JSON Schemas of scenario and world files from
// the Go types that the loader fills.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

//go:generate go run .

func main() { os.Exit(run()) }

func run() int {
	files, err := generate()
	for name, text := range files {
		if err == nil {
			err = os.WriteFile(filepath.Join("..", name), text, 0o644)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		return 1
	}
	return 0
}
