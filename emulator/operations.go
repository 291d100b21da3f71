package emulator

import "github.com/denylab/denylab/emulator/awsproto"

// Operations are the operations of every service's API, by the service's
// signing name (s3control for S3 Control) and sorted, with those that the lab
// refuses as not emulated. Nil for a service that does not list its own.
func (l *Lab) Operations() map[string][]awsproto.Operation {
	all := map[string][]awsproto.Operation{}
	for name, service := range l.services {
		all[name] = nil
		if s, ok := service.(interface{ Operations() []awsproto.Operation }); ok {
			all[name] = s.Operations()
		}
	}
	return all
}
