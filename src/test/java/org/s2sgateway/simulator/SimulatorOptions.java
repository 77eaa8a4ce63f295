package org.s2sgateway.simulator;

import java.nio.file.Path;
import java.time.Clock;

/**
 * How a simulator is started.
 *
 * @param identityPort port of the identity side, 0 for a free one
 * @param dataversePort port of the first environment, 0 for free ones; the others follow it
 * @param home folder for its certificates, made when absent
 * @param loadEnvironments how many plain environments there are besides those of the fixed world
 */
public record SimulatorOptions(int identityPort, int dataversePort, Path home, Clock clock, int loadEnvironments) {

    /** Without environments for load. */
    public SimulatorOptions(int identityPort, int dataversePort, Path home, Clock clock) {
        this(identityPort, dataversePort, home, clock, 0);
    }

    /** Free ports, for tests. */
    public static SimulatorOptions onFreePorts(Path home) {
        return new SimulatorOptions(0, 0, home, Clock.systemUTC());
    }

    public SimulatorOptions withClock(Clock other) {
        return new SimulatorOptions(identityPort, dataversePort, home, other, loadEnvironments);
    }

    /** With so many more plain environments, {@code load-01} and on. */
    public SimulatorOptions withLoadEnvironments(int count) {
        return new SimulatorOptions(identityPort, dataversePort, home, clock, count);
    }
}
