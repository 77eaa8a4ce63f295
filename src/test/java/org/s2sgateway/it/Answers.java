package org.s2sgateway.it;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.http.HttpResponse;

/** How tests read answers. */
final class Answers {

    private Answers() {}

    /** Status and code of a refusal, in whichever dialect. */
    static String code(HttpResponse<String> answer) {
        JsonObject body = json(answer);
        JsonObject error = body.containsKey("error") ? body.getJsonObject("error") : body;
        return answer.statusCode() + " " + error.getString("code");
    }

    /** The sentence of a refusal, in whichever dialect. */
    static String sentence(HttpResponse<String> answer) {
        JsonObject body = json(answer);
        return body.containsKey("error") ? body.getJsonObject("error").getString("message") : body.getString("detail");
    }

    static JsonObject json(HttpResponse<String> answer) {
        return Json.createReader(new StringReader(answer.body())).readObject();
    }

    /** The steps of the ladder as {@code step:outcome}, in their order. */
    static String steps(JsonObject report) {
        StringBuilder text = new StringBuilder();
        for (JsonObject step : report.getJsonArray("steps").getValuesAs(JsonObject.class)) {
            text.append(text.isEmpty() ? "" : " ")
                    .append(step.getString("step"))
                    .append(':')
                    .append(step.getString("outcome"));
        }
        return text.toString();
    }

    /** The step of the ladder that failed. */
    static JsonObject failed(JsonObject report) {
        return report.getJsonArray("steps").getValuesAs(JsonObject.class).stream()
                .filter(step -> step.getString("outcome").equals("failed"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no step failed: " + report));
    }
}
