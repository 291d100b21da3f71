package caller

import (
	"slices"
	"strings"
)

// maxTrailers bounds how many lines follow the last chunk.
const maxTrailers = 16

// readTrailers reads "name:value" lines up to an empty one. Some clients put
// an empty line before the signature too, as AWS's documentation once had it.
func (c *chunkReader) readTrailers() error {
	var canonical strings.Builder
	signature := ""
	for range maxTrailers {
		line, err := c.line()
		if err != nil {
			return err
		}
		text := strings.TrimRight(string(line), "\r\n")
		if text == "" {
			if c.signer != nil && signature == "" && len(c.trailers) > 0 {
				continue
			}
			return c.checkTrailers(canonical.String(), signature)
		}
		name, value, ok := strings.Cut(text, ":")
		name, value = strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value)
		_, twice := c.trailers[name]
		switch {
		case !ok || twice || signature != "":
			return malformedTrailer()
		case name == "x-amz-trailer-signature" && c.signer != nil:
			signature = value
		case !slices.Contains(c.announced, name):
			return malformedTrailer()
		default:
			c.trailers[name] = value
			canonical.WriteString(name + ":" + value + "\n")
		}
	}
	return malformedTrailer()
}

func (c *chunkReader) checkTrailers(canonical, signature string) error {
	for _, name := range c.announced {
		if _, ok := c.trailers[name]; !ok {
			return malformedTrailer()
		}
	}
	if c.signer == nil {
		return nil
	}
	return asError(c.signer.verifyTrailer(canonical, signature))
}

func malformedTrailer() error {
	return badRequest("MalformedTrailerError", "The request contained trailing data that was not well-formed or did not conform to our published schema.")
}
