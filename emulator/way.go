package emulator

import "strings"

// EndpointPath is the path under which calls arrive through VPC endpoint id:
// a client whose endpoint URL is the lab's URL followed by it is inside that
// endpoint's VPC.
func EndpointPath(id string) string { return ownPath + "vpce/" + id }

// AddressPath is the path under which calls come from IP address ip: a client
// whose endpoint URL is the lab's URL followed by it has that aws:SourceIp. An
// IPv6 address has hyphens for its colons (2001-db8--1), which SDKs sign in
// another form than they send.
func AddressPath(ip string) string { return ownPath + "from/" + strings.ReplaceAll(ip, ":", "-") }

// PlainPath is the path under which calls count as made over http. All others
// stand for calls of AWS's https endpoints, whatever the lab listens on.
const PlainPath = ownPath + "plain"

// JobPath is the path under which calls count as made by a job: the journal
// names it with them. Nothing is decided by it.
func JobPath(id string) string { return ownPath + "job/" + id }

// CodePath is JobPath for what the job's code calls: its stage table has it.
func CodePath(id string) string { return ownPath + "code/" + id }
