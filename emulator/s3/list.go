package s3

import "github.com/denylab/denylab/emulator/awsproto"

// Operations lists the operations of the service and which the lab has.
func (*Service) Operations() []awsproto.Operation {
	all := make([]awsproto.Operation, 0, len(operations))
	for i := range operations {
		all = append(all, awsproto.Operation{Name: operations[i].name, Emulated: operations[i].serve != nil})
	}
	return awsproto.SortOperations(all)
}
