package org.s2sgateway.bench.nothing;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The whole application. */
@ApplicationPath("/")
public class NothingApplication extends Application {}
