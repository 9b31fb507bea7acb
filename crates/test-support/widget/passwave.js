// Stands in for the built widget in tests of the server.
