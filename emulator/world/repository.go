package world

import "github.com/denylab/denylab/emulator/iampolicy"

// A Repository is a repository of container images in Amazon ECR.
type Repository struct {
	// Policy is its resource-based policy; other accounts need one.
	Policy *Policy           `yaml:"policy,omitempty"`
	Tags   map[string]string `yaml:"tags,omitempty"`
}

func (c *checker) repository(p path, r *Repository) {
	if r != nil && r.Policy != nil {
		c.policy(p.to("policy"), r.Policy, iampolicy.Repository)
	}
}
