package org.s2sgateway.simulator.dataverse;

import java.io.ByteArrayOutputStream;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The contents of file and image columns by their ids, and the uploads that are under way. Thread-safe. */
final class Files {

    /** The recommended size of a piece, and the largest that is taken. */
    static final int BLOCK = 4 * 1024 * 1024;

    /** What {@code MaxSizeInKB} of file and image columns is unless somebody says otherwise. */
    static final int LARGEST_FILE = 32_768 * 1024;

    static final int LARGEST_IMAGE = 10_240 * 1024;

    private static final int MOST_UPLOADS = 1_000;

    /** A file that is there. */
    record Stored(String name, byte[] content) {

        String mimeType() {
            return Optional.ofNullable(URLConnection.guessContentTypeFromName(name))
                    .orElse("application/octet-stream");
        }
    }

    /** A file that comes in blocks. */
    static final class Upload {
        private final UUID rowId;
        private final Column column;
        private final String name;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private final Map<String, byte[]> blocks = new LinkedHashMap<>();

        private Upload(UUID rowId, Column column, String name) {
            this.rowId = rowId;
            this.column = column;
            this.name = name;
        }

        UUID rowId() {
            return rowId;
        }

        Column column() {
            return column;
        }

        String name() {
            return name;
        }

        /** What came so far, where pieces follow each other. */
        ByteArrayOutputStream content() {
            return content;
        }

        /** What came so far, where blocks have names. */
        Map<String, byte[]> blocks() {
            return blocks;
        }
    }

    private final Map<UUID, Stored> contents = new LinkedHashMap<>();
    private final Map<String, Upload> uploads = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Upload> eldest) {
            return size() > MOST_UPLOADS;
        }
    };

    synchronized void clear() {
        contents.clear();
        uploads.clear();
    }

    synchronized Optional<Stored> find(UUID fileId) {
        return Optional.ofNullable(contents.get(fileId));
    }

    /** The id it has from now on. */
    synchronized UUID put(Stored file) {
        UUID id = UUID.randomUUID();
        contents.put(id, file);
        return id;
    }

    /** A token that has characters which must be encoded in a query. */
    synchronized String begin(UUID rowId, Column column, String name) {
        String token =
                Base64.getEncoder().encodeToString((UUID.randomUUID() + "?>~").getBytes(StandardCharsets.US_ASCII));
        uploads.put(token, new Upload(rowId, column, name));
        return token;
    }

    synchronized Upload upload(String token) {
        return Optional.ofNullable(uploads.get(token))
                .orElseThrow(() -> ODataRefusal.badRequest("The file session token is not valid."));
    }

    synchronized void end(String token) {
        uploads.remove(token);
    }

    static int largest(Column column) {
        return column.kind() == Column.Kind.IMAGE ? LARGEST_IMAGE : LARGEST_FILE;
    }

    /** Refuses what the column does not hold. */
    static void checkSize(Column column, long size) {
        if (size > largest(column)) {
            throw new ODataRefusal(400, ODataRefusal.FILE_TOO_BIG, "Attachment file size is too big.");
        }
    }

    static void checkBlock(int size) {
        if (size > BLOCK) {
            throw ODataRefusal.badRequest(
                    "Invalid file chunk size: " + size / 1024 / 1024 + " MB. Maximum chunk size supported: 4 MB.");
        }
    }
}
