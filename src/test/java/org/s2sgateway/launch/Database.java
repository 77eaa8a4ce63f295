package org.s2sgateway.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/**
 * The configured database, asked before the server is started: Payara Micro does not deploy an application whose database
 * does not answer, and says so in many lines.
 */
final class Database {

    private static final int PATIENCE_SECONDS = 10;

    private Database() {}

    /** Throws when a database is configured that cannot be used; the embedded one is the server's own business. */
    static void mustAnswer(Map<String, String> environment) throws CannotStart {
        String url = environment.getOrDefault("S2S_DB_URL", "");
        if (!url.startsWith("jdbc:postgresql:")) {
            return;
        }
        DriverManager.setLoginTimeout(PATIENCE_SECONDS);
        try (Connection connection = DriverManager.getConnection(
                url, environment.getOrDefault("S2S_DB_USER", ""), environment.getOrDefault("S2S_DB_PASSWORD", ""))) {
            connection.isValid(PATIENCE_SECONDS);
        } catch (SQLException unusable) {
            throw new CannotStart("The database cannot be used: " + unusable.getMessage()
                    + " Check S2S_DB_URL, S2S_DB_USER and S2S_DB_PASSWORD.");
        }
    }

    /** Makes the folder of the embedded database, which nobody but its owner may enter; one that exists stays as it is. */
    static void prepareFolder(Path folder) throws IOException {
        if (Files.exists(folder)) {
            return;
        }
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        Files.createDirectory(
                folder,
                posix
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                        }
                        : new FileAttribute<?>[0]);
    }
}
