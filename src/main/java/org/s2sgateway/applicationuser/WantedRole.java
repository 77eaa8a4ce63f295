package org.s2sgateway.applicationuser;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What application users are to get.
 *
 * @param name of the custom security role; without one nothing is assigned
 * @param solution a managed solution that brings the role
 */
public record WantedRole(Optional<String> name, Optional<Path> solution) {}
