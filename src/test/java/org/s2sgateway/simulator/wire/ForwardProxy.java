package org.s2sgateway.simulator.wire;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A forward proxy that knows {@code CONNECT} only (RFC 9110 section 9.3.6) and leads production names to ports of this
 * machine. It opens no way to anywhere else. Thread-safe; a tunnel costs two threads.
 */
public final class ForwardProxy implements AutoCloseable {

    private static final Pattern CONNECT = Pattern.compile("CONNECT (\\S+) HTTP/1\\.1");
    private static final int LONGEST_HEAD = 16 * 1024;
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

    private final Map<String, Integer> routes;
    private final InetAddress loopback;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "forward-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<String> targets = new CopyOnWriteArrayList<>();

    /**
     * Starts it.
     *
     * @param port 0 for a free one
     * @param routes local port by target, such as {@code login.microsoftonline.com:443}
     */
    public ForwardProxy(InetAddress loopback, int port, Map<String, Integer> routes) throws IOException {
        this.loopback = loopback;
        this.routes = Map.copyOf(routes);
        this.listener = new ServerSocket(port, 50, loopback);
        threads.execute(this::listen);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** What it was asked to connect to, in order. */
    public List<String> targets() {
        return List.copyOf(targets);
    }

    @Override
    public void close() {
        closeQuietly(listener);
        open.forEach(ForwardProxy::closeQuietly);
        threads.shutdown();
    }

    private void listen() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                threads.execute(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try {
            Matcher request = CONNECT.matcher(
                    head(client.getInputStream()).lines().findFirst().orElse(""));
            if (!request.matches()) {
                answer(client, "405 Method Not Allowed");
                return;
            }
            targets.add(request.group(1));
            Integer port = routes.get(request.group(1));
            if (port == null) {
                answer(client, "403 Forbidden");
                return;
            }
            tunnel(client, port);
        } catch (IOException gone) {
            // One side hung up; there is nobody to tell.
        } finally {
            forget(client);
        }
    }

    private void tunnel(Socket client, int port) throws IOException {
        Socket server = new Socket();
        open.add(server);
        try {
            server.connect(new InetSocketAddress(loopback, port), CONNECT_TIMEOUT_MILLIS);
            answer(client, "200 Connection Established");
            threads.execute(() -> {
                pipe(server, client);
                forget(client);
            });
            pipe(client, server);
        } finally {
            forget(server);
        }
    }

    private static void pipe(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException gone) {
            // The tunnel ends, whoever ended it.
        }
    }

    /** Byte by byte: what follows the head belongs to the tunnel. */
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < LONGEST_HEAD && head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The client hung up");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void answer(Socket client, String status) throws IOException {
        OutputStream out = client.getOutputStream();
        out.write(("HTTP/1.1 " + status + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private void forget(Socket socket) {
        open.remove(socket);
        closeQuietly(socket);
    }

    private static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // Closing is all that was left to do.
        }
    }
}
