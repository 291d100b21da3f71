package store

// OpenOn is Open on file systems of the test's.
var OpenOn = openOn
