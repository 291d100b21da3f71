package index

type journal struct{}

func (j *journal) append(entry) error { return nil }
func (j *journal) sync() error        { return nil }
func (j *journal) close() error       { return nil }
func (j *journal) reset() error       { return nil }
