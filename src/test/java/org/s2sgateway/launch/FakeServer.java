package org.s2sgateway.launch;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program to start in the tests in place of Payara Micro: prints what it is told, then gives one answer to all. */
public final class FakeServer {

    private FakeServer() {}

    /** Takes its port, the status (0: ends at once with status 3), the body, and lines to print. */
    public static void main(String[] arguments) throws IOException {
        for (int line = 3; line < arguments.length; line++) {
            System.out.println(arguments[line]);
        }
        int status = Integer.parseInt(arguments[1]);
        if (status == 0) {
            System.exit(3);
        }
        byte[] body = arguments[2].getBytes(StandardCharsets.UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(Integer.parseInt(arguments[0])), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(status, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
    }

    static List<String> command(Port port, int status, String body, String... lines) {
        List<String> command = new ArrayList<>(List.of(
                java(),
                "-cp",
                System.getProperty("java.class.path"),
                FakeServer.class.getName(),
                Integer.toString(port.number()),
                Integer.toString(status),
                body));
        command.addAll(List.of(lines));
        return command;
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
