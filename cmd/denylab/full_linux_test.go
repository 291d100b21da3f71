package main

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// A full disk is answered with a 500 that says so; what was answered before is
// kept, and once there is room, writes are taken again.
func TestFullDisk(t *testing.T) {
	const mib = 1 << 20
	data := filepath.Join(smallDisk(t, 24), "lab")
	s := serveIn(t, "denylab", "--data", data)
	s.make(t, "data")
	kept := map[string][]byte{}
	var full error
	for i := 0; i < 24 && full == nil; i++ {
		key := fmt.Sprint(i)
		if full = s.put(t.Context(), "data", key, body(i, 5*mib)); full == nil {
			kept[key] = body(i, 5*mib)
		}
	}
	var answer *awshttp.ResponseError
	if codeOf(full) != "InternalError" || !errors.As(full, &answer) || answer.HTTPStatusCode() != http.StatusInternalServerError {
		t.Fatalf("the put that did not fit: %v, want 500 InternalError", full)
	}
	if !bytes.Contains([]byte(full.Error()), []byte("disk that holds the lab's data is full")) {
		t.Errorf("the answer does not name the reason: %v", full)
	}
	if len(kept) < 3 {
		t.Fatalf("%d objects of 5 MiB filled a disk of 24", len(kept))
	}
	for range 2 {
		for key, want := range kept {
			if got, err := s.get(t.Context(), "data", key); err != nil || !bytes.Equal(got, want) {
				t.Errorf("%s has %d bytes, %v", key, len(got), err)
			}
		}
		if listed := keys(t, s, "data"); len(listed) != len(kept) {
			t.Errorf("%d objects are listed, want %d", len(listed), len(kept))
		}
		s.kill()
		s = serveIn(t, "denylab", "--data", data)
	}
	bucket, key := "data", "0"
	if _, err := s.DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: &bucket, Key: &key}); err != nil {
		t.Fatal(err)
	}
	if err := s.put(t.Context(), "data", "later", body(1, 5*mib)); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

// smallDisk is a folder on a disk of its own, of a number of MiB. The disk is
// mounted in the namespace of a process that does nothing else, and ends with it.
func smallDisk(t *testing.T, mib int) string {
	t.Helper()
	folder := t.TempDir()
	holder := exec.Command("sh", "-c", `mount -t tmpfs -o "size=$1m" lab "$2" && echo mounted && cat`, "sh", fmt.Sprint(mib), folder)
	holder.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	if os.Getuid() != 0 {
		holder.SysProcAttr = &syscall.SysProcAttr{
			Cloneflags:  syscall.CLONE_NEWNS | syscall.CLONE_NEWUSER,
			UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
			GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
		}
	}
	var problem bytes.Buffer
	holder.Stderr = &problem
	in, err := holder.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := holder.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	err = holder.Start()
	if err == nil {
		t.Cleanup(func() { _ = in.Close(); _ = holder.Wait() })
		said := make([]byte, len("mounted"))
		_, err = out.Read(said)
	}
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("CI must be able to mount a disk: %v %s", err, &problem)
		}
		t.Skipf("no small disk can be mounted here: %v %s", err, &problem)
	}
	return fmt.Sprintf("/proc/%d/root%s", holder.Process.Pid, folder)
}
