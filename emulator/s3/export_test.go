package s3

// Served are the names of the operations that this lab has.
func Served() []string {
	var names []string
	for i := range operations {
		if operations[i].serve != nil {
			names = append(names, operations[i].name)
		}
	}
	return names
}
