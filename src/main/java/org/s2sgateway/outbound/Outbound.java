package org.s2sgateway.outbound;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.http.HttpClient;

/** The clients with which this application reaches the world. */
@ApplicationScoped
public class Outbound {

    private final HttpClient client = HttpClient.newHttpClient();

    /** The client for small calls. */
    public HttpClient client() {
        return client;
    }
}
