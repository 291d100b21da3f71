package caller_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/denylab/denylab/emulator/world"
)

// One verifier keeps what it derives from secrets: it must neither take one for
// another nor stop working when it has seen many.
func TestAVerifierKeepsSecretsApart(t *testing.T) {
	v := exampleVerifier()
	var clients sync.WaitGroup
	for client := range 4 {
		clients.Go(func() {
			for n := range 400 {
				secret := fmt.Sprintf("secret %d of client %d", n, client)
				of := keys{exampleKey: &world.Credential{AccessKeyID: exampleKey, Secret: secret, Principal: user("alice")}}
				for signedWith, want := range map[string]string{secret: "", secret + " once": "SignatureDoesNotMatch"} {
					c := aws.Credentials{AccessKeyID: exampleKey, SecretAccessKey: signedWith}
					r := sdkSigned(t, c, "GET", "https://examplebucket.s3.amazonaws.com/k", "", emptyHash, "s3", "us-east-1", nil)
					code := ""
					if _, err := v.Verify(r, of, "s3"); err != nil {
						code = err.Code
					}
					if code != want {
						t.Errorf("signed with %q, verified with %q: %q, want %q", signedWith, secret, code, want)
					}
				}
			}
		})
	}
	clients.Wait()
}
