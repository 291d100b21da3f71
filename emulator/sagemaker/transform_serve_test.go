package sagemaker_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/world"
)

// TestMain is also the model of the tests: this program, started by a lab.
func TestMain(m *testing.M) {
	if mode := os.Getenv("TEST_MODEL"); mode != "" {
		os.Exit(serveModel(mode))
	}
	os.Exit(m.Run())
}

// serveModel answers with the model's data and what it was sent, in brackets.
func serveModel(mode string) int {
	if mode == "dies" {
		os.MkdirAll(filepath.Join(os.Getenv("SAGEMAKER_BASE_DIR"), "output"), 0o755) //nolint:errcheck // the write fails as well
		if err := os.WriteFile(filepath.Join(os.Getenv("SAGEMAKER_BASE_DIR"), "output", "failure"), []byte("no memory"), 0o644); err != nil {
			fmt.Println(err)
		}
		return 3
	}
	data, err := os.ReadFile(filepath.Join(os.Getenv("SM_MODEL_DIR"), "weights"))
	if err != nil {
		fmt.Println(err)
		return 1
	}
	http.HandleFunc("GET /ping", func(http.ResponseWriter, *http.Request) {})
	http.HandleFunc("POST /invocations", func(w http.ResponseWriter, r *http.Request) {
		if mode == "refuses" {
			http.Error(w, "what is this?", http.StatusBadRequest)
			return
		}
		if mode == "hangs" {
			fmt.Println("asked")
			<-r.Context().Done()
		}
		text, _ := io.ReadAll(r.Body)
		fmt.Fprintf(w, "%s[%s]%s", data, text, r.Header.Get("Content-Type"))
	})
	fmt.Println(http.ListenAndServe("127.0.0.1:"+os.Getenv("SAGEMAKER_BIND_TO_PORT"), nil))
	return 1
}

// archive is a model's, with one file.
func archive(t *testing.T, name, text string) string {
	t.Helper()
	var b bytes.Buffer
	zip := gzip.NewWriter(&b)
	out := tar.NewWriter(zip)
	if err := out.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(text)), Typeflag: tar.TypeReg}); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []io.Closer{out, zip} {
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func served(t *testing.T) func(*world.World) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return func(w *world.World) {
		w.Images[firstParty] = &world.Image{Command: []string{program}}
		w.Accounts[owner].Buckets["data"].Objects["model/model.tar.gz"].Body = archive(t, "weights", "w")
	}
}

func TestAModelThatServesIsAsked(t *testing.T) {
	const reason = "ClientError: See job logs for more information"
	for _, tc := range []struct {
		name, mode string
		model      func(*sdk.CreateModelInput)
		request    func(*sdk.CreateTransformJobInput)
		want       want
		answer     string // about "1,2\n"
	}{
		{name: "the whole object", mode: "answers", want: want{status: "Completed"}, answer: "w[1,2\n]text/csv"},
		{name: "each line", mode: "answers", request: func(in *sdk.CreateTransformJobInput) {
			in.TransformInput.SplitType, in.BatchStrategy, in.TransformOutput.AssembleWith = types.SplitTypeLine, types.BatchStrategySingleRecord, types.AssemblyTypeLine
		}, want: want{status: "Completed"}, answer: "w[1,2]text/csv\n"},
		{name: "a pipeline of two", mode: "answers", model: func(in *sdk.CreateModelInput) {
			in.Containers = []types.ContainerDefinition{*in.PrimaryContainer, *in.PrimaryContainer}
			in.PrimaryContainer = nil
		}, want: want{status: "Completed"}, answer: "w[w[1,2\n]text/csv]text/csv"},
		{name: "a request it does not take", mode: "refuses", want: want{status: "Failed", stage: "code", reason: reason}},
		{name: "it does not start", mode: "dies", want: want{status: "Failed", stage: "code", reason: "AlgorithmError: no memory, exit code: 3"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l := start(t, served(t))
			c, m, in := l.as("role/Admin/ann"), model(), transform()
			in.Environment = map[string]string{"TEST_MODEL": tc.mode}
			in.TransformInput.ContentType = aws.String("text/csv")
			if tc.model != nil {
				tc.model(m)
			}
			if tc.request != nil {
				tc.request(in)
			}
			if _, err := c.CreateModel(t.Context(), m); err != nil {
				t.Fatal(err)
			}
			_, err := c.CreateTransformJob(t.Context(), in)
			l.check("score", err, tc.want)
			if tc.answer == "" {
				return
			}
			out, err := l.s3().GetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String("out"), Key: aws.String("scores/a.csv.out")})
			if err != nil {
				t.Fatal(err)
			}
			if text, err := io.ReadAll(out.Body); err != nil || string(text) != tc.answer {
				t.Errorf("answered %q, %v; want %q", text, err, tc.answer)
			}
		})
	}
}

func TestAStoppedTransformJobStoresNothingMore(t *testing.T) {
	l := start(t, served(t))
	c, in := l.as("role/Admin/ann"), transform()
	in.Environment = map[string]string{"TEST_MODEL": "hangs"}
	if _, err := c.CreateModel(t.Context(), model()); err != nil {
		t.Fatal(err)
	}
	if _, err := c.CreateTransformJob(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	run, _ := l.Jobs().Run("score")
	for text, next, ended, grown := run.Log().From(0); len(text) == 0 && !ended; text, next, ended, grown = run.Log().From(next) {
		<-grown
	}
	if _, err := c.StopTransformJob(t.Context(), &sdk.StopTransformJobInput{TransformJobName: in.TransformJobName}); err != nil {
		t.Fatal(err)
	}
	l.check("score", nil, want{status: "Stopped"})
	if got := l.keys("out"); got != "" {
		t.Errorf("output: %s", got)
	}
}
