package iampolicy

// Repository is the policy of a repository of container images in Amazon ECR:
// it is about its own repository, and names no resource
// (https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html).
var Repository = Kind{name: "repository policy", family: repositoryFamily, limit: 10240}

const repositorySyntax = "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'"
