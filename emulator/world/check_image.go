package world

import (
	"fmt"
	"strings"
)

// ProgramWords are the words that the lines of an image's program begin with.
var ProgramWords = []string{"put", "get", "list", "print", "fail", "exit"}

// image checks what runs for a container image: one thing.
func (c *checker) image(p path, i *Image) {
	if i == nil {
		return
	}
	ways := 0
	for _, set := range []bool{len(i.Command) > 0, i.Docker != "", len(i.Program) > 0} {
		if set {
			ways++
		}
	}
	if ways > 1 {
		c.add(p, "", "an image runs one thing", "keep one of command, docker and program")
	}
	for n, line := range i.Program {
		word, _, _ := strings.Cut(line, " ")
		c.oneOf(p.to("program", fmt.Sprint(n)), word, ProgramWords...)
	}
}
