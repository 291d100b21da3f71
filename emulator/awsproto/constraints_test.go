package awsproto_test

import (
	"regexp"
	"testing"

	"github.com/denylab/denylab/emulator/awsproto"
)

func TestConstraintsReadAsRecorded(t *testing.T) {
	name := regexp.MustCompile(`[\w+=,.@-]*`)
	for _, c := range []struct {
		want  string
		check func(*awsproto.Constraints)
	}{
		{"", func(c *awsproto.Constraints) {
			c.Required("roleArn", true)
			c.Length("roleSessionName", "äö", 2, 2)
			c.Blob("plaintext", 4096, 1, 4096)
			c.Range("numberOfBytes", 1024, 1, 1024)
			c.Pattern("roleSessionName", "a@b", name)
			c.Pattern("roleSessionName", "", name)
			c.OneOf("keySpec", "AES_256", "AES_128", "AES_256")
		}},
		{"1 validation error detected: Value 'Session1:2' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
			func(c *awsproto.Constraints) { c.Pattern("roleSessionName", "Session1:2", name) }},
		{"1 validation error detected: Value ':x' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
			func(c *awsproto.Constraints) { c.Pattern("roleSessionName", ":x", name) }},
		{"1 validation error detected: Value '0' at 'numberOfBytes' failed to satisfy constraint: Member must have value greater than or equal to 1",
			func(c *awsproto.Constraints) { c.Range("numberOfBytes", 0, 1, 1024) }},
		{"1 validation error detected: Value '1025' at 'numberOfBytes' failed to satisfy constraint: Member must have value less than or equal to 1024",
			func(c *awsproto.Constraints) { c.Range("numberOfBytes", 1025, 1, 1024) }},
		{"1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096",
			func(c *awsproto.Constraints) { c.Blob("plaintext", 4097, 1, 4096) }},
		{"1 validation error detected: Value 'INVALID' at 'keyAgreementAlgorithm' failed to satisfy constraint: Member must satisfy enum value set: [ECDH]",
			func(c *awsproto.Constraints) { c.OneOf("keyAgreementAlgorithm", "INVALID", "ECDH") }},
		{"2 validation errors detected: Value null at 'roleArn' failed to satisfy constraint: Member must not be null; Value 'x' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2",
			func(c *awsproto.Constraints) {
				c.Required("roleArn", false)
				c.Length("roleSessionName", "x", 2, 64)
			}},
	} {
		var found awsproto.Constraints
		c.check(&found)
		err := found.Err("ValidationError")
		switch {
		case err == nil && c.want != "":
			t.Errorf("nothing found, want %s", c.want)
		case err != nil && (err.Message != c.want || err.Status != 400 || err.Code != "ValidationError"):
			t.Errorf("got  %d %v\nwant %s", err.Status, err, c.want)
		}
	}
}
