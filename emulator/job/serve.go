package job

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/denylab/denylab/emulator/world"
)

// patience is how long a server may take to answer its first ping
// (https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-batch-code.html).
const patience = 4 * time.Minute

// Serves says whether an image is a program that can be asked over HTTP.
func Serves(image *world.Image) bool {
	return image != nil && (len(image.Command) > 0 || image.Docker != "")
}

// Serve runs code that serves HTTP on the port in SAGEMAKER_BIND_TO_PORT, calls
// use with its URL once it answers /ping, and ends it. The error is that of use,
// or says that the code could not be run or did not answer; exit is how it ended
// if it did so by itself.
func (r *Run) Serve(ctx context.Context, c Container, allowed bool, use func(url string) error) (exit *Exit, err error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	c.Environ = append(c.Environ, "SAGEMAKER_BIND_TO_PORT="+strconv.Itoa(port))
	running, cancel := context.WithCancel(ctx)
	ended := make(chan ending, 1)
	go func() {
		exit, err := r.Code(running, c, allowed)
		ended <- ending{exit, err}
	}()
	url := "http://127.0.0.1:" + strconv.Itoa(port)
	if e := awake(running, url, ended); e != nil {
		cancel()
		if !e.over {
			<-ended
		}
		return e.exit, e.err
	}
	err = use(url)
	cancel()
	<-ended
	return nil, err
}

type ending struct {
	Exit
	err error
}

// A silence is why a server does not answer.
type silence struct {
	exit *Exit
	err  error
	// over: the code has ended.
	over bool
}

// awake waits until the server answers; nil when it does.
func awake(ctx context.Context, url string, ended <-chan ending) *silence {
	limit := time.After(patience)
	for {
		if pinged(ctx, url) {
			return nil
		}
		select {
		case e := <-ended:
			return &silence{&e.Exit, e.err, true}
		case <-ctx.Done():
			return &silence{err: ctx.Err()}
		case <-limit:
			return &silence{err: fmt.Errorf("the code did not answer %s/ping within %v", url, patience)}
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func pinged(ctx context.Context, url string) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/ping", nil)
	if err != nil {
		return false
	}
	resp, err := connections.Do(req)
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

// freePort is a port of this machine that nobody listens on.
func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}
