package sagemaker

import "syscall"

// unopenable makes a file that nobody can open, whatever their rights are: a
// socket.
func unopenable(path string) error { return syscall.Mknod(path, syscall.S_IFSOCK|0o666, 0) }
