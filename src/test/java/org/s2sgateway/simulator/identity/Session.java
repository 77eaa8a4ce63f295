package org.s2sgateway.simulator.identity;

import java.util.UUID;

/** That a browser is signed in as a person. {@code state} is what applications learn of it as session_state. */
record Session(String id, Person person, UUID state) {}
