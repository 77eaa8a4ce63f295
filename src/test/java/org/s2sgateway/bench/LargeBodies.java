package org.s2sgateway.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPatch;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.s2sgateway.testing.ServerKind;

/** A file column of 1 GiB, up and down, with a heap of an eighth of that; beside the same without the gateway. */
final class LargeBodies {

    private static final String HEAP = "128m";
    private static final int PIECE = 64 * 1024;
    private static final int MIB = 1024 * 1024;

    private final BenchOptions options;
    private final Path folder;
    private final PrintStream out;
    private final long length;

    LargeBodies(BenchOptions options, Path folder, PrintStream out) {
        this.options = options;
        this.folder = folder;
        this.out = out;
        this.length = (long) options.megabytes() * MIB;
    }

    @SuppressWarnings("try") // The upstream only has to run.
    List<Measurement> measure() throws IOException, InterruptedException, CannotMeasure {
        List<Measurement> all = new ArrayList<>();
        try (World world = World.start(folder, 1);
                JavaUpstream upstream = JavaUpstream.start(world, length);
                CloseableHttpClient client = client(world)) {
            for (ServerKind kind : options.servers()) {
                Servers servers = new Servers(kind, folder.resolve(Servers.name(kind)));
                out.println("Starting " + servers.name() + " with a heap of " + HEAP + " ...");
                try (Gateway gateway = servers.gateway(world, HEAP)) {
                    all.addAll(measure(servers.name(), world, gateway, client));
                }
            }
        }
        return all;
    }

    private List<Measurement> measure(String server, World world, Gateway gateway, CloseableHttpClient client)
            throws IOException, CannotMeasure {
        String host = world.hosts().get(0);
        URI direct = URI.create("https://" + host + JavaUpstream.FILE_PATH);
        URI through = URI.create(gateway.address() + Gateway.path(host, JavaUpstream.FILE_PATH));
        Map<String, String> headers = new TreeMap<>(gateway.headers());
        headers.put("x-ms-file-name", "large.bin");
        Map<String, List<Double>> speeds = new LinkedHashMap<>();
        ProcessorTime before = ProcessorTime.now();
        try (ServerWatch watch = new ServerWatch(gateway.pid())) {
            for (int run = 1; run <= options.runs(); run++) {
                out.println(options.megabytes() + " MiB up and down on " + server + ", run " + run + " of "
                        + options.runs() + " ...");
                add(speeds, "up, directly", transfer(client, new HttpPatch(direct), headers));
                add(speeds, "up", transfer(client, new HttpPatch(through), headers));
                add(speeds, "down, directly", transfer(client, new HttpGet(direct + "/$value"), headers));
                add(speeds, "down", transfer(client, new HttpGet(through + "/$value"), headers));
            }
            double others = ProcessorTime.now().takenByOthersSince(before);
            List<Measurement> lines = new ArrayList<>();
            speeds.forEach((what, runs) -> {
                Measurement line = Measurement.of(server, options.megabytes() + " MiB " + what, "MiB/s", runs)
                        .others(others);
                List<Double> beside = speeds.get(what + ", directly");
                lines.add(
                        beside == null
                                ? line
                                : line.beside(Map.of("of directly", line.median() / Numbers.median(beside))));
            });
            lines.add(Measurement.of(server, "large bodies: most memory", "MiB", List.of(watch.mostResident())));
            lines.add(Measurement.of(
                    server,
                    "large bodies: fullest heap of 128",
                    "MiB",
                    List.of(gateway.collections().fullest())));
            return lines;
        }
    }

    private static void add(Map<String, List<Double>> speeds, String what, double speed) {
        speeds.computeIfAbsent(what, same -> new ArrayList<>()).add(speed);
    }

    /** MiB per second of one transfer, which has to be a whole one. */
    private double transfer(CloseableHttpClient client, HttpUriRequestBase request, Map<String, String> headers)
            throws IOException, CannotMeasure {
        headers.forEach(request::setHeader);
        boolean up = request instanceof HttpPatch;
        if (up) {
            request.setEntity(new Zeros(length));
        }
        long begin = System.nanoTime();
        String wrong = client.execute(request, answer -> wrong(answer, up));
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (!wrong.isEmpty()) {
            throw new CannotMeasure(request.getMethod() + " " + request.getRequestUri() + ": " + wrong);
        }
        return options.megabytes() / seconds;
    }

    private String wrong(ClassicHttpResponse answer, boolean up) throws IOException {
        if (answer.getCode() / 100 != 2) {
            return "status " + answer.getCode();
        }
        HttpEntity entity = answer.getEntity();
        long received = 0;
        if (entity != null) {
            byte[] piece = new byte[PIECE];
            InputStream in = entity.getContent();
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                received += read;
            }
        }
        return up || received == length ? "" : received + " bytes in place of " + length;
    }

    private static CloseableHttpClient client(World world) {
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setTlsSocketStrategy(new DefaultClientTlsStrategy(world.trustingTls()))
                        .build())
                .disableAutomaticRetries()
                .disableContentCompression()
                .build();
    }

    /** As many bytes as are wanted, out of no memory. */
    private static final class Zeros extends AbstractHttpEntity {

        private final long length;

        private Zeros(long length) {
            super(ContentType.APPLICATION_OCTET_STREAM, null);
            this.length = length;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            byte[] piece = new byte[PIECE];
            for (long left = length; left > 0; left -= PIECE) {
                out.write(piece, 0, (int) Math.min(left, PIECE));
            }
        }

        @Override
        public InputStream getContent() {
            throw new UnsupportedOperationException("It is written, never read.");
        }

        @Override
        public boolean isRepeatable() {
            return true;
        }

        @Override
        public boolean isStreaming() {
            return false;
        }

        @Override
        public long getContentLength() {
            return length;
        }

        @Override
        public void close() {
            // There is nothing to let go of.
        }
    }
}
