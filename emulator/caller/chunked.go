package caller

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"strconv"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
)

const (
	// minChunk is the least size of a signed chunk that is not the last.
	minChunk = 8192
	// maxLine bounds a chunk's first line, and a trailer.
	maxLine = 4096
)

// A chunkReader decodes aws-chunked content, verifying each chunk's signature
// when it ends. It keeps one line and one buffer in memory.
//
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
type chunkReader struct {
	src *bufio.Reader
	// signer is nil when chunks are not signed.
	signer *chunkSigner
	// trailer says that trailers follow, announced their names.
	trailer   bool
	announced []string
	// expected and provided count decoded bytes.
	expected, provided int64

	open      bool // within a chunk
	left      int64
	index     int
	size      int64
	signature string
	hash      hash.Hash

	trailers map[string]string
	err      error
}

func newChunkReader(src io.Reader, expected int64, signer *chunkSigner, trailer bool, announced []string) *chunkReader {
	return &chunkReader{
		src: bufio.NewReaderSize(src, maxLine), signer: signer, trailer: trailer,
		announced: announced, expected: expected, trailers: map[string]string{}, hash: sha256.New(),
	}
}

func (c *chunkReader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, c.err
	}
	for c.err == nil && c.left == 0 {
		c.err = c.next()
	}
	if c.err != nil {
		return 0, c.err
	}
	n, err := c.src.Read(p[:min(int64(len(p)), c.left)])
	c.left -= int64(n)
	c.provided += int64(n)
	if c.signer != nil {
		c.hash.Write(p[:n])
	}
	if err != nil {
		c.err = truncated(err)
	}
	return n, c.err
}

// next ends the open chunk and begins another, or reads the end of the body
// and returns io.EOF.
func (c *chunkReader) next() error {
	if c.open {
		if err := c.crlf(); err != nil {
			return err
		}
		if err := c.verifyChunk(); err != nil {
			return err
		}
		c.open = false
	}
	previous := c.size
	if err := c.header(); err != nil {
		return err
	}
	if c.size == 0 {
		return c.end()
	}
	c.index++
	if c.signer != nil && c.index > 1 && previous < minChunk {
		return badRequest("InvalidChunkSizeError", "Only the last chunk is allowed to have a size less than 8192 bytes",
			awsproto.Field{Name: "Chunk", Value: strconv.Itoa(c.index)},
			awsproto.Field{Name: "BadChunkSize", Value: strconv.FormatInt(previous, 10)})
	}
	if c.size > c.expected-c.provided {
		return c.wrongLength(c.size)
	}
	c.open, c.left = true, c.size
	c.hash.Reset()
	return nil
}

// header reads "SIZE\r\n" or "SIZE;chunk-signature=SIGNATURE\r\n", the size in
// hexadecimal.
func (c *chunkReader) header() error {
	line, err := c.line()
	if err != nil {
		return err
	}
	line, ok := bytes.CutSuffix(line, []byte("\r\n"))
	if !ok {
		return badFraming()
	}
	text := string(line)
	if c.signer != nil {
		if text, c.signature, ok = strings.Cut(text, ";chunk-signature="); !ok {
			return badFraming()
		}
	}
	size, err := strconv.ParseUint(text, 16, 63)
	if err != nil {
		return badFraming()
	}
	c.size = int64(size)
	return nil
}

// end reads what follows the last chunk's line.
func (c *chunkReader) end() error {
	c.hash.Reset()
	if err := c.verifyChunk(); err != nil {
		return err
	}
	if c.provided != c.expected {
		return c.wrongLength(0)
	}
	var err error
	if c.trailer {
		err = c.readTrailers()
	} else {
		err = c.crlf()
	}
	if err != nil {
		return err
	}
	if _, err := c.src.ReadByte(); err != io.EOF {
		return badFraming()
	}
	return io.EOF
}

func (c *chunkReader) verifyChunk() error {
	if c.signer == nil {
		return nil
	}
	return asError(c.signer.verifyChunk(c.hash.Sum(nil), c.signature))
}

// line reads up to a line feed.
func (c *chunkReader) line() ([]byte, error) {
	line, err := c.src.ReadSlice('\n')
	if err != nil {
		return nil, truncated(err)
	}
	return line, nil
}

func (c *chunkReader) crlf() error {
	line, err := c.line()
	if err == nil && string(line) != "\r\n" {
		err = badFraming()
	}
	return err
}

// wrongLength compares with x-amz-decoded-content-length; more is what the
// chunk at hand would add.
func (c *chunkReader) wrongLength(more int64) error {
	return badRequest("IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header",
		awsproto.Field{Name: "NumberBytesExpected", Value: strconv.FormatInt(c.expected, 10)},
		awsproto.Field{Name: "NumberBytesProvided", Value: strconv.FormatInt(c.provided+more, 10)})
}

// truncated turns the end of the input, or a line without end, into AWS's
// error; a broken connection stays what it is.
func truncated(err error) error {
	if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) || err == bufio.ErrBufferFull {
		return badFraming()
	}
	return err
}

func badFraming() error {
	return badRequest("IncompleteBody", "The request body terminated unexpectedly")
}

// asError keeps a nil *awsproto.Error from becoming an error that is not nil.
func asError(err *awsproto.Error) error {
	if err == nil {
		return nil
	}
	return err
}
