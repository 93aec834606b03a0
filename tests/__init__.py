"""The suite; a package, so that its parts can be run as modules and share what they share."""
