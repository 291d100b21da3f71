package kms

import "github.com/denylab/denylab/emulator/awsproto"

// Operations lists the operations of the service and which the lab has.
func (*Handler) Operations() []awsproto.Operation { return awsproto.Operations(operations, absent) }
