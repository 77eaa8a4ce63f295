package org.s2sgateway.simulator.dataverse;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Call;

/**
 * The contents of file and image columns, in one go and in pieces (Microsoft, "Use file column data" and "Use image
 * column data"). There are no thumbnails: an image is the same with {@code size=full} and without. Thread-safe.
 */
final class FileColumns {

    private static final int LARGEST_AT_ONCE = 128 * 1024 * 1024;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,12})-(\\d{1,12})/(\\d{1,12})");
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,12})-(\\d{0,12})");

    private final Files files;

    FileColumns(Files files) {
        this.files = files;
    }

    Answer answer(Request request, EntitySet set, Row row, Column column, String suffix) {
        return switch (request.call().method()) {
            case "GET", "HEAD" -> {
                request.user().require("Read", set.type());
                yield download(request.call(), row, column, suffix);
            }
            case "PATCH", "PUT" -> {
                request.user().require("Write", set.type());
                yield upload(request, set, row, column);
            }
            case "DELETE" -> {
                request.user().require("Write", set.type());
                set.change(request, row, emptied(column));
                yield Answer.empty(204);
            }
            default -> throw ODataRefusal.methodNotAllowed(request.call().method());
        };
    }

    /** The content of a row's column. */
    Optional<Files.Stored> stored(Row row, Column column) {
        return row.value(idColumn(column)).flatMap(id -> files.find((UUID) id));
    }

    /** The columns that say that there is such a file. */
    Map<String, Optional<Object>> written(Row row, Column column, Files.Stored file) {
        UUID id = files.put(file);
        Map<String, Optional<Object>> columns = new HashMap<>();
        columns.put(idColumn(column), Optional.of(id));
        if (column.kind() == Column.Kind.IMAGE) {
            columns.put(column.name(), Optional.of(Base64.getEncoder().encodeToString(file.content())));
            columns.put(
                    column.name() + "_url",
                    Optional.of("/Image/download.aspx?Entity=account&Attribute=" + column.name() + "&Id=" + row.id()));
        } else {
            columns.put(column.name() + "_name", Optional.of(file.name()));
        }
        return columns;
    }

    static Map<String, Optional<Object>> emptied(Column column) {
        return column.kind() == Column.Kind.IMAGE
                ? Map.of(
                        column.name(),
                        Optional.empty(),
                        idColumn(column),
                        Optional.empty(),
                        column.name() + "_url",
                        Optional.empty())
                : Map.of(column.name(), Optional.empty(), column.name() + "_name", Optional.empty());
    }

    private static String idColumn(Column column) {
        return column.kind() == Column.Kind.IMAGE ? column.name() + "id" : column.name();
    }

    private Answer upload(Request request, EntitySet set, Row row, Column column) {
        Call call = request.call();
        Optional<String> token = Optional.ofNullable(call.options().get("sessiontoken"));
        if (token.isPresent()) {
            return piece(request, set, row, column, token.get());
        }
        String name = call.header("x-ms-file-name")
                .or(() -> Optional.ofNullable(call.options().get("x-ms-file-name")))
                .filter(given -> !given.isBlank())
                .orElseThrow(() -> ODataRefusal.badRequest("The file name is missing: x-ms-file-name."));
        if (call.header("x-ms-transfer-mode").filter("chunked"::equals).isPresent()) {
            String encoded = URLEncoder.encode(files.begin(row.id(), column, name), StandardCharsets.UTF_8);
            return Answer.empty(200)
                    .with("Accept-Ranges", "bytes")
                    .with(
                            "Location",
                            request.address(set.type(), row) + "/" + column.name() + "?sessiontoken=" + encoded)
                    .with("x-ms-chunk-size", String.valueOf(Files.BLOCK))
                    .with("Access-Control-Expose-Headers", "x-ms-chunk-size");
        }
        requireBytes(call);
        Files.checkSize(column, call.body().length > LARGEST_AT_ONCE ? Long.MAX_VALUE : call.body().length);
        set.change(request, row, written(row, column, new Files.Stored(name, call.body())));
        return Answer.empty(204);
    }

    private Answer piece(Request request, EntitySet set, Row row, Column column, String token) {
        Call call = request.call();
        requireBytes(call);
        Files.Upload upload = files.upload(token);
        Matcher range = CONTENT_RANGE.matcher(call.header("Content-Range").orElse(""));
        if (!upload.rowId().equals(row.id()) || !upload.column().equals(column) || !range.matches()) {
            throw ODataRefusal.badRequest("The Content-Range or the file session token is not valid.");
        }
        long first = Long.parseLong(range.group(1));
        long last = Long.parseLong(range.group(2));
        long size = Long.parseLong(range.group(3));
        Files.checkSize(column, size);
        Files.checkBlock(call.body().length);
        synchronized (upload) {
            if (first != upload.content().size() || last - first + 1 != call.body().length || last >= size) {
                throw ODataRefusal.badRequest("The Content-Range does not go on where the last one ended.");
            }
            upload.content().writeBytes(call.body());
            if (last + 1 < size) {
                return Answer.empty(206);
            }
            files.end(token);
            Files.Stored file = new Files.Stored(upload.name(), upload.content().toByteArray());
            set.change(request, row, written(row, column, file));
            return Answer.empty(204);
        }
    }

    private static void requireBytes(Call call) {
        if (!call.header("Content-Type").orElse("").startsWith("application/octet-stream")) {
            throw new ODataRefusal(
                    415, ODataRefusal.BAD_REQUEST, "A file is sent with the content type application/octet-stream.");
        }
    }

    private Answer download(Call call, Row row, Column column, String suffix) {
        if (!suffix.equals("$value")) {
            throw ODataRefusal.notSimulated("Reading a file without $value");
        }
        Files.Stored file = stored(row, column)
                .orElseThrow(() -> new ODataRefusal(
                        404,
                        ODataRefusal.DOES_NOT_EXIST,
                        "No file attachment found for attribute: " + column.name() + " EntityId: " + row.id() + "."));
        boolean thumbnail = column.kind() == Column.Kind.IMAGE
                && !"full".equals(call.options().get("size"));
        Optional<String> range = call.header("Range");
        Answer answer = range.isEmpty() ? bytes(200, file.content()) : part(file.content(), range.get());
        Answer named = answer.with("x-ms-file-name", file.name())
                .with("mimetype", file.mimeType())
                .with("Access-Control-Expose-Headers", "x-ms-file-size; x-ms-file-name; x-ms-chunk-size; mimetype");
        // Microsoft's DownloadFileChunkResponse has no size for an image that is not asked for in full.
        Answer sized = thumbnail ? named : named.with("x-ms-file-size", String.valueOf(file.content().length));
        return range.isEmpty() ? sized : sized.with("x-ms-chunk-size", String.valueOf(Files.BLOCK));
    }

    private static Answer part(byte[] content, String header) {
        Matcher range = RANGE.matcher(header);
        long first = range.matches() ? Long.parseLong(range.group(1)) : Long.MAX_VALUE;
        if (first >= content.length) {
            throw new ODataRefusal(416, ODataRefusal.BAD_REQUEST, "The range is not one of the file.");
        }
        long wanted = range.group(2).isEmpty() ? content.length - 1 : Long.parseLong(range.group(2));
        int last = (int) Math.min(wanted, content.length - 1);
        if (last < first) {
            throw new ODataRefusal(416, ODataRefusal.BAD_REQUEST, "The range is not one of the file.");
        }
        return bytes(206, Arrays.copyOfRange(content, (int) first, last + 1))
                .with("Content-Range", "bytes " + first + "-" + last + "/" + content.length);
    }

    private static Answer bytes(int status, byte[] content) {
        return Answer.bytes(status, "application/octet-stream", content);
    }
}
