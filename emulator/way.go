package emulator

// AddressPath is the path under which calls come from IP address ip: a client
// whose endpoint URL is the lab's URL followed by it has that aws:SourceIp.
func AddressPath(ip string) string { return "/_denylab/from/" + ip }

// PlainPath is the path under which calls count as made over http. All others
// stand for calls of AWS's https endpoints, whatever the lab listens on.
const PlainPath = "/_denylab/plain"
