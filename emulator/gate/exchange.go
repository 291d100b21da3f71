package gate

// NewExchange returns an exchange whose questions are answered by asker.
func NewExchange(asker Asker, x Exchange) *Exchange {
	x.asker = asker
	return &x
}
