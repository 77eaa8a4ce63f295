package org.s2sgateway.simulator.dataverse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Call;
import org.s2sgateway.simulator.wire.MessagePart;

/**
 * Runs the requests of a {@code $batch} one after the other, each as it would run by itself; a change set as one
 * transaction.
 */
final class Batch {

    /** Runs one request by itself; never throws {@link ODataRefusal}. */
    @FunctionalInterface
    interface Single {
        Answer answer(Call call);
    }

    /** An operation that is done. */
    private record Done(String contentId, Answer answer) {}

    /**
     * They count for every request of the batch that has none of its own: ServiceClient sets them on the batch only.
     */
    private static final List<String> INHERITED = List.of("CallerObjectId", "MSCRMCallerID", "Consistency");

    private static final Pattern ADDRESS = Pattern.compile("(?i)https://([^/?#]*)(/.*)");
    private static final Pattern PREFIX = Pattern.compile("(/api/data/v9\\.[0-2]/).*");

    private final Call outer;
    private final UnaryOperator<String> hosts;
    private final Transactions transactions;
    private final Single single;
    private final String base;

    /** @param hosts gives a host that is the environment's back, and throws {@link ODataRefusal} for another one */
    Batch(Call outer, UnaryOperator<String> hosts, Transactions transactions, Single single) {
        this.outer = outer;
        this.hosts = hosts;
        this.transactions = transactions;
        this.single = single;
        Matcher prefix = PREFIX.matcher(outer.path());
        this.base = prefix.matches() ? prefix.group(1) : "/api/data/v9.2/";
    }

    Answer answer() {
        if (!outer.method().equals("POST")) {
            throw ODataRefusal.methodNotAllowed(outer.method());
        }
        boolean goesOn = new Preferences(outer).continuesOnError();
        BatchAnswer answer = new BatchAnswer();
        for (BatchItems.Step step : BatchItems.read(outer)) {
            int status = step.changeSet()
                    ? changeSet(step, answer)
                    : alone(step.items().get(0), answer);
            if (status >= 400 && !goesOn) {
                return answer.end(status);
            }
        }
        return answer.end(200);
    }

    private int alone(BatchItems.Item item, BatchAnswer answer) {
        Answer done = transactions.together(() -> run(item, new ContentIds()).answer());
        answer.single(done);
        return done.status();
    }

    private int changeSet(BatchItems.Step step, BatchAnswer answer) {
        List<Done> all = transactions.alone(() -> untilOneFails(step.items()), Batch::failed);
        BatchAnswer.ChangeSet changes = answer.changeSet();
        // Of a change set that failed only the failure is told.
        List<Done> told = failed(all) ? all.subList(all.size() - 1, all.size()) : all;
        told.forEach(done -> changes.add(done.contentId(), done.answer()));
        changes.end();
        return failed(all) ? told.get(0).answer().status() : 200;
    }

    private List<Done> untilOneFails(List<BatchItems.Item> items) {
        ContentIds ids = new ContentIds();
        List<Done> all = new ArrayList<>();
        for (BatchItems.Item item : items) {
            all.add(run(item, ids));
            if (failed(all)) {
                break;
            }
        }
        return all;
    }

    private static boolean failed(List<Done> all) {
        return !all.isEmpty() && all.get(all.size() - 1).answer().status() >= 400;
    }

    private Done run(BatchItems.Item item, ContentIds ids) {
        Answer answer;
        String target = "";
        try {
            target = target(item.request(), ids);
            answer = single.answer(call(item.request(), target, ids));
        } catch (ODataRefusal refusal) {
            answer = refusal.answer();
        }
        String path = target.split("\\?", 2)[0];
        ids.put(item.contentId(), answer.header("OData-EntityId").orElse(path));
        return new Done(item.contentId(), answer);
    }

    private Call call(MessagePart.Request request, String target, ContentIds ids) {
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        if (path.matches(".*/(?:\\$|%24)batch")) {
            throw ODataRefusal.badRequest("A batch request cannot contain another batch request.");
        }
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(request.message().headers());
        for (String name : INHERITED) {
            if (!outer.headers(name).isEmpty()) {
                headers.putIfAbsent(name, outer.headers(name));
            }
        }
        return new Call(
                request.method(),
                path,
                question < 0 ? "" : target.substring(question + 1),
                Collections.unmodifiableMap(headers),
                ids.body(request.message().body()));
    }

    /** Path and query: of an absolute address, a path, an address relative to the batch's, or a reference. */
    private String target(MessagePart.Request request, ContentIds ids) {
        request.message().header("Host").ifPresent(hosts::apply);
        String target = ids.target(request.target());
        Matcher address = ADDRESS.matcher(target);
        if (address.matches()) {
            hosts.apply(address.group(1));
            return address.group(2);
        }
        if (target.contains("://")
                && target.indexOf("://") < target.replaceFirst("[?(].*", "").length()) {
            throw ODataRefusal.badRequest("The address of a request of the batch is not one of this service.");
        }
        return target.startsWith("/") ? target : base + target;
    }
}
