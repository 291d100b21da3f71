package main

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"

	"github.com/spf13/cobra"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/store"
)

func newSnapshot(c *console) *cobra.Command {
	var endpoint, out string
	cmd := &cobra.Command{
		Use:   "snapshot",
		Short: "Write what a running lab has become as a world file",
		Long: `Write what a running lab has become as a world file: the world that it started
with and everything that clients have changed, objects included. A lab that starts
with the file is like it, but for sessions, which end.

Objects that are long, or no text, go into a folder beside the file, "objects".`,
		Example: `  denylab snapshot -o mine/world.yaml
  denylab serve --world mine/world.yaml`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			archive, err := remote{endpoint}.ask(cmd.Context(), http.MethodPost, "snapshot")
			if err != nil {
				return err
			}
			defer archive.Close() //nolint:errcheck // it is only read
			return unpack(archive, out, c.out)
		},
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "file to write (default: standard output)")
	endpointFlag(cmd, &endpoint)
	return cmd
}

// unpack writes the files of a snapshot, the world file as file, or to out when
// file is empty.
func unpack(archive io.Reader, file string, out io.Writer) error {
	for in := tar.NewReader(archive); ; {
		header, err := in.Next()
		if errors.Is(err, io.EOF) {
			err = errors.New("it has no " + emulator.SnapshotWorld)
		}
		if err != nil {
			return cannot(fmt.Errorf("the lab's snapshot is not whole: %w", err))
		}
		if header.Name == emulator.SnapshotWorld {
			return unpackWorld(in, file, out)
		}
		if err := unpackObject(in, header.Name, file); err != nil {
			return err
		}
	}
}

func unpackWorld(in io.Reader, file string, out io.Writer) error {
	var err error
	if file == "" {
		_, err = io.Copy(out, in)
	} else {
		err = replace(file, in)
	}
	if err != nil {
		return cannot(err)
	}
	return nil
}

// objectName is what a snapshot calls an object's content.
var objectName = regexp.MustCompile(`^` + emulator.SnapshotFolder + `/[0-9a-f]{64}$`)

func unpackObject(in io.Reader, name, file string) error {
	switch {
	case !objectName.MatchString(name):
		return cannot(fmt.Errorf("the lab's snapshot has a file %q, which no snapshot has", name))
	case file == "":
		return usage("the lab has objects that need files of their own; name the world file with --output, such as -o snapshot/world.yaml")
	}
	if err := replace(filepath.Join(filepath.Dir(file), filepath.FromSlash(name)), in); err != nil {
		return cannot(err)
	}
	return nil
}

// replace writes a file, in a folder that is made when it is not there.
func replace(file string, in io.Reader) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return store.ReplaceFile(file, func(w io.Writer) error { _, err := io.Copy(w, in); return err })
}
