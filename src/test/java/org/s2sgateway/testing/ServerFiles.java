package org.s2sgateway.testing;

import java.nio.file.Path;
import java.util.List;

/**
 * What a server is started from.
 *
 * @param servers the folder with {@code payara-micro.jar}, {@code postgresql.jar} and {@code wildfly}
 * @param war the application, whose file name is its context path where it names none itself
 * @param jvmOptions as {@code -Xmx512m}
 * @param loggedFine names of loggers whose lines of level FINE are logged, too
 */
public record ServerFiles(Path servers, Path war, List<String> jvmOptions, List<String> loggedFine) {

    public ServerFiles {
        jvmOptions = List.copyOf(jvmOptions);
        loggedFine = List.copyOf(loggedFine);
    }

    /** With the levels as shipped. */
    public ServerFiles(Path servers, Path war, List<String> jvmOptions) {
        this(servers, war, jvmOptions, List.of());
    }

    /** The gateway, as the integration tests of this run have it. */
    public static ServerFiles ofThisRun() {
        return new ServerFiles(
                Path.of(System.getProperty("it.servers")),
                Path.of(System.getProperty("it.war")),
                List.of(System.getProperty("it.jvm-options").split(" ")));
    }

    /** The same, logging more. */
    public ServerFiles loggingFine(String... loggers) {
        return new ServerFiles(servers, war, jvmOptions, List.of(loggers));
    }
}
