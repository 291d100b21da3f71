package sagemaker

import "github.com/denylab/denylab/emulator/world"

// servicePrincipal is SageMaker when it acts by itself.
var servicePrincipal = world.ServicePrincipal(principal)

// noSession is what a job acts with before its role is assumed: nothing.
var noSession = world.Credential{Principal: servicePrincipal}
