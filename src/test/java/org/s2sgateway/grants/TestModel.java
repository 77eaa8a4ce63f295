package org.s2sgateway.grants;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.s2sgateway.dataverse.RequestTarget;
import org.s2sgateway.odata.EdmModel;

/** The model of a made-up environment in the shape of Dataverse's, and a judge for it. */
final class TestModel {

    static final EdmModel MODEL = read();
    static final RequestJudge JUDGE = new RequestJudge(MODEL);

    private TestModel() {}

    /**
     * What a request needs, or {@code refused: } and why. Targets are written as they follow the version, with the signs
     * in them that a client has to encode.
     */
    static String judged(String method, String target) {
        return judged(method, target, Conditions.NONE);
    }

    static String judged(String method, String target, Conditions conditions) {
        return judgement(method, target, conditions)
                .fold(judged -> judged.needs().toString(), unjudged -> "refused: " + unjudged.reason());
    }

    static String judged(RequestJudge judge, String method, String target) {
        return judgement(judge, method, target, Conditions.NONE)
                .fold(judged -> judged.needs().toString(), unjudged -> "refused: " + unjudged.reason());
    }

    static Judgement judgement(String method, String target, Conditions conditions) {
        return judgement(JUDGE, method, target, conditions);
    }

    private static Judgement judgement(RequestJudge judge, String method, String target, Conditions conditions) {
        String raw = encoded(target);
        int mark = raw.indexOf('?');
        String path = mark < 0 ? raw : raw.substring(0, mark);
        RequestTarget parsed =
                RequestTarget.parsePart("/api/data/v9.2/" + path, mark < 0 ? null : raw.substring(mark + 1));
        return judge.judge(method, parsed, conditions, TestModel::reference);
    }

    private static String encoded(String target) {
        StringBuilder encoded = new StringBuilder();
        for (char c : target.toCharArray()) {
            encoded.append(" \"<>[]{}\\^`|#".indexOf(c) < 0 ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return encoded.toString();
    }

    static Judgement.Judged must(String method, String target) {
        return judgement(method, target, Conditions.NONE).fold(judged -> judged, unjudged -> {
            throw new AssertionError(unjudged.reason());
        });
    }

    /** An earlier request of the change set made an account, and another one something that is not described. */
    static Optional<String> reference(String contentId) {
        return Optional.ofNullable(Map.of("1", "accounts", "filter", "contacts", "entity", "contacts", "9", "ghosts")
                .get(contentId));
    }

    /** A model with nothing in it but these elements of a schema. */
    static EdmModel of(String elements) {
        String csdl =
                """
                <edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
                <Schema Namespace="Microsoft.Dynamics.CRM" Alias="mscrm" xmlns="http://docs.oasis-open.org/odata/ns/edm">
                %s</Schema></edmx:DataServices></edmx:Edmx>
                """
                        .formatted(elements);
        try {
            return EdmModel.read(new ByteArrayInputStream(csdl.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EdmModel read() {
        try (InputStream csdl =
                Objects.requireNonNull(TestModel.class.getResourceAsStream("/org/s2sgateway/odata/metadata.xml"))) {
            return EdmModel.read(csdl);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
