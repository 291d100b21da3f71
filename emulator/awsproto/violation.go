package awsproto

// A Violation is what a member of an input does not satisfy.
type Violation string

// The violations of a service's public model.
const (
	Missing   Violation = "missing"
	TooShort  Violation = "short length"
	TooLong   Violation = "long length"
	TooSmall  Violation = "short value"
	TooLarge  Violation = "long value"
	NotInEnum Violation = "not in the enumeration"
	NoMatch   Violation = "no match of the pattern"
)
