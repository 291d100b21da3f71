package world

// A Repository is a repository of container images in Amazon ECR.
type Repository struct {
	// Policy is its resource-based policy; other accounts need one.
	Policy *Policy           `yaml:"policy,omitempty"`
	Tags   map[string]string `yaml:"tags,omitempty"`
}
