package s3

import (
	"io"
	"unicode"
	"unicode/utf8"

	"github.com/denylab/denylab/emulator/s3/index"
	"github.com/denylab/denylab/emulator/world"
)

// mostInline is the longest text, in bytes, that stands in a description.
const mostInline = 1024

// content gives o the bytes of a version, and takes from it what follows from
// them.
func (c *Contents) content(o *world.Object, v *index.Held) error {
	if err := c.bytes(o, v); err != nil {
		return err
	}
	if len(o.Parts) == 0 && index.Whole(v.Blobs, v.ETag) || v.Size == 0 {
		o.ETag = ""
	}
	if o.File == "" {
		follows := index.Summed([]byte(o.Body))
		if v.Checksum == follows {
			o.Checksum = nil
		}
	}
	return nil
}

// bytes puts the bytes of v into o: as its body when they are a short text, else
// as a file of its own.
func (c *Contents) bytes(o *world.Object, v *index.Held) error {
	if v.Size <= mostInline {
		text, err := readAll(v)
		if err != nil {
			return err
		}
		if isText(text) {
			o.Body = string(text)
			return nil
		}
	}
	name := index.ContentID(v.Blobs)
	o.File = c.folder + name
	if !c.names[name] {
		c.names[name] = true
		c.Files = append(c.Files, Content{Name: name, Size: v.Size, held: v})
	}
	return nil
}

func readAll(v *index.Held) ([]byte, error) {
	r, err := v.Open(0, -1)
	if err != nil {
		return nil, err
	}
	defer r.Close() //nolint:errcheck // it is only read
	return io.ReadAll(r)
}

// isText: people can read it.
func isText(b []byte) bool {
	if !utf8.Valid(b) {
		return false
	}
	for _, r := range string(b) {
		if !unicode.IsPrint(r) && r != '\n' && r != '\t' {
			return false
		}
	}
	return true
}
