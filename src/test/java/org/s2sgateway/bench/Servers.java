package org.s2sgateway.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.s2sgateway.bench.nothing.NothingApplication;
import org.s2sgateway.bench.nothing.NothingResource;
import org.s2sgateway.launch.Leash;
import org.s2sgateway.simulator.wire.FreePort;
import org.s2sgateway.testing.ServerFiles;
import org.s2sgateway.testing.ServerKind;
import org.s2sgateway.testing.ServerProcess;

/** Starts servers of one kind, each in a new folder of its own. They end with this process, however that goes. */
final class Servers {

    private static final Path TARGET = Path.of("target");

    private final ServerKind kind;
    private final Path folder;

    /** @param folder which they share; everything in it is deleted */
    Servers(ServerKind kind, Path folder) throws IOException {
        this.kind = kind;
        this.folder = folder;
        clear(folder);
        Files.createDirectories(folder);
    }

    /** For people. */
    String name() {
        return name(kind);
    }

    static String name(ServerKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /**
     * The gateway, with every host of the world registered.
     *
     * @param heap as {@code 512m}
     */
    Gateway gateway(World world, String heap) throws IOException, InterruptedException, CannotMeasure {
        Path own = folder.resolve("gateway");
        GcLog collections = new GcLog(folder.resolve("gc.log"));
        ServerProcess process = start(
                TARGET.resolve("s2s-gateway.war"),
                own,
                List.of("-Xmx" + heap, collections.jvmOption()),
                address -> world.configuration(
                        address.toString(), own.resolve("database").resolve("s2s")));
        Gateway gateway = new Gateway(process, collections, world);
        try {
            gateway.register();
            return gateway;
        } catch (IOException | InterruptedException | CannotMeasure | RuntimeException e) {
            gateway.close();
            throw e;
        }
    }

    /** The application that does nothing, at {@code <address>/nothing/accounts}. */
    ServerProcess nothing() throws IOException, InterruptedException {
        Path war = folder.resolve("nothing.war");
        ShrinkWrap.create(WebArchive.class, "nothing.war")
                .addClasses(NothingApplication.class, NothingResource.class)
                .addAsResource(new StringAsset(SmallAnswer.body("localhost:10000")), NothingResource.ANSWER)
                .as(ZipExporter.class)
                .exportTo(war.toFile(), true);
        // The datasource of the server's own configuration: a file of its own, too.
        return start(
                war,
                folder.resolve("nothing"),
                List.of("-Xmx512m"),
                address -> Map.of("S2S_DB_URL", "jdbc:h2:mem:nothing"));
    }

    private ServerProcess start(
            Path war, Path own, List<String> jvmOptions, Function<URI, Map<String, String>> environment)
            throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(jvmOptions);
        options.add("-javaagent:" + Leash.write(folder).toAbsolutePath());
        ServerFiles files = new ServerFiles(TARGET.resolve("servers"), war, options);
        ServerProcess process = ServerProcess.start(kind, files, own, FreePort.find(), environment);
        // At Ctrl-C it gets more time to end than the leash gives it.
        Runtime.getRuntime().addShutdownHook(new Thread(process::close, "stop-server"));
        return process;
    }

    private static void clear(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
