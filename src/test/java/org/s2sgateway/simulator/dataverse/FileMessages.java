package org.s2sgateway.simulator.dataverse;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.JsonText;

/** Files by actions: blocks up and down, and deletion (Microsoft, "Use file column data"). Thread-safe. */
final class FileMessages {

    private static final int LONGEST_BLOCK_ID = 64;

    private final Map<String, EntitySet> sets;
    private final Files files;
    private final FileColumns columns;

    FileMessages(Map<String, EntitySet> sets, Files files, FileColumns columns) {
        this.sets = sets;
        this.files = files;
        this.columns = columns;
    }

    void addTo(Operations operations) {
        operations.action("InitializeFileBlocksUpload", this::beginUpload);
        operations.action("UploadBlock", this::uploadBlock);
        operations.action("CommitFileBlocksUpload", this::commit);
        operations.action("InitializeFileBlocksDownload", this::beginDownload);
        operations.action("DownloadBlock", this::downloadBlock);
        operations.action("DeleteFile", this::delete);
    }

    /** The row that a message is about, and its column. */
    private record Target(EntitySet set, Row row, Column column) {}

    private Target target(Operations.Invocation invocation, String verb) {
        JsonObject target = invocation.body().getJsonObject("Target");
        if (target == null) {
            throw ODataRefusal.badPayload("The parameter Target is missing.");
        }
        EntityType type = Schema.byName(
                        target.getString("@odata.type", "").replaceFirst("^#?Microsoft\\.Dynamics\\.CRM\\.", ""))
                .orElseThrow(() -> ODataRefusal.badPayload("The type of the parameter Target is missing."));
        EntitySet set = sets.get(type.entitySet());
        Key key = Key.parse(type, target.getString(type.primaryKey(), ""));
        Column column = type.find(text(invocation.body(), "FileAttributeName"))
                .filter(Column::hasContent)
                .orElseThrow(() -> ODataRefusal.badPayload("FileAttributeName is not a file or image column."));
        if (set == null) {
            throw ODataRefusal.badPayload("Target has no such type.");
        }
        invocation.user().require(verb, type);
        return new Target(set, key.find(set.table()).orElseThrow(() -> key.notFound(type)), column);
    }

    private Answer beginUpload(Operations.Invocation invocation) {
        Target target = target(invocation, "Write");
        String token = files.begin(target.row().id(), target.column(), text(invocation.body(), "FileName"));
        return invocation.response(
                "InitializeFileBlocksUpload", JsonText.object().add("FileContinuationToken", token));
    }

    private Answer uploadBlock(Operations.Invocation invocation) {
        Files.Upload upload = files.upload(text(invocation.body(), "FileContinuationToken"));
        String id = text(invocation.body(), "BlockId");
        byte[] block = decoded(text(invocation.body(), "BlockData"));
        if (decoded(id).length > LONGEST_BLOCK_ID) {
            throw ODataRefusal.badPayload("The block id is longer than 64 bytes.");
        }
        Files.checkBlock(block.length);
        synchronized (upload) {
            upload.blocks().put(id, block);
        }
        return Answer.empty(204);
    }

    private Answer commit(Operations.Invocation invocation) {
        String token = text(invocation.body(), "FileContinuationToken");
        Files.Upload upload = files.upload(token);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        synchronized (upload) {
            for (JsonString id : invocation.body().getJsonArray("BlockList").getValuesAs(JsonString.class)) {
                byte[] block = upload.blocks().get(id.getString());
                if (block == null) {
                    throw ODataRefusal.badRequest("The specified block list is invalid.");
                }
                content.writeBytes(block);
            }
        }
        Files.checkSize(upload.column(), content.size());
        EntitySet set = sets.values().stream()
                .filter(candidate -> candidate.type().columns().contains(upload.column()))
                .findFirst()
                .orElseThrow();
        Row row = set.table()
                .find(upload.rowId())
                .orElseThrow(() -> ODataRefusal.badRequest("The row of the file is gone."));
        invocation.user().require("Write", set.type());
        Files.Stored file = new Files.Stored(text(invocation.body(), "FileName"), content.toByteArray());
        Map<String, Optional<Object>> written = columns.written(row, upload.column(), file);
        set.change(
                new Request(invocation.call(), invocation.root(), set.type().entitySet(), invocation.user()),
                row,
                written);
        files.end(token);
        String id = written.values().stream()
                .flatMap(Optional::stream)
                .filter(UUID.class::isInstance)
                .findFirst()
                .orElseThrow()
                .toString();
        return invocation.response(
                "CommitFileBlocksUpload", JsonText.object().add("FileId", id).add("FileSizeInBytes", content.size()));
    }

    private Answer beginDownload(Operations.Invocation invocation) {
        Target target = target(invocation, "Read");
        Files.Stored file = columns.stored(target.row(), target.column())
                .orElseThrow(() ->
                        new ODataRefusal(404, ODataRefusal.DOES_NOT_EXIST, "No file attachment found for attribute."));
        String token = files.begin(target.row().id(), target.column(), file.name());
        files.upload(token).content().writeBytes(file.content());
        return invocation.response(
                "InitializeFileBlocksDownload",
                JsonText.object()
                        .add("FileSizeInBytes", file.content().length)
                        .add("FileName", file.name())
                        .add("FileContinuationToken", token)
                        .add("IsChunkingSupported", true));
    }

    private Answer downloadBlock(Operations.Invocation invocation) {
        byte[] content = files.upload(text(invocation.body(), "FileContinuationToken"))
                .content()
                .toByteArray();
        int offset = invocation.body().getInt("Offset", -1);
        int length = invocation.body().getInt("BlockLength", 0);
        if (offset < 0 || offset >= content.length || length < 1) {
            throw ODataRefusal.badRequest("Offset or BlockLength is not one of the file.");
        }
        byte[] block = Arrays.copyOfRange(content, offset, (int) Math.min((long) offset + length, content.length));
        return invocation.response(
                "DownloadBlock",
                JsonText.object().add("Data", Base64.getEncoder().encodeToString(block)));
    }

    private Answer delete(Operations.Invocation invocation) {
        UUID id = Guids.parse(text(invocation.body(), "FileId"))
                .orElseThrow(() -> ODataRefusal.badPayload("FileId is not a GUID."));
        for (EntitySet set : sets.values()) {
            for (Column column :
                    set.type().columns().stream().filter(Column::hasContent).toList()) {
                set.table().rows().stream()
                        .filter(row -> row.values().containsValue(id))
                        .forEach(row -> {
                            invocation.user().require("Write", set.type());
                            set.change(
                                    new Request(invocation.call(), invocation.root(), "", invocation.user()),
                                    row,
                                    FileColumns.emptied(column));
                        });
            }
        }
        return Answer.empty(204);
    }

    private static String text(JsonObject body, String name) {
        String text = body.getString(name, "");
        if (text.isEmpty()) {
            throw ODataRefusal.badPayload("The parameter " + name + " is missing.");
        }
        return text;
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw ODataRefusal.badPayload("A value is not Base64.");
        }
    }
}
