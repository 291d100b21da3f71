package scenarios

// A Fixture is a world, or a fragment of one, as it is written: a tree that
// knows where each value stands, its base world already merged under it.
type Fixture struct {
	root *node
}

// Arguments is the input of an operation as it is written.
type Arguments struct {
	root *node
}
