// Command denylab is the lab on the command line: it replays documented
// AccessDenied cases, serves the endpoint, and explains refusals.
package main

import "os"

func main() { os.Exit(run(os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr)) }
