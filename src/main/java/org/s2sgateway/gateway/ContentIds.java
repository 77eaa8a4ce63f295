package org.s2sgateway.gateway;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;

/**
 * The {@code Content-ID}s of a batch, and what refers to them. A target may start with {@code $1} where an earlier request
 * of the same change set has that id.
 *
 * <p>Such a reference anywhere else in a target is refused: the resolver of Microsoft's OData server looks for a dollar
 * sign and a known id in the whole URL and drops everything before it, so that one address would be judged and another
 * called. A {@code $filter} after a {@code Content-ID: filter} is such a reference.
 *
 * @see <a href="https://github.com/OData/WebApi/blob/main/src/Microsoft.AspNet.OData.Shared/Batch/ContentIdHelpers.cs">ContentIdHelpers</a>
 */
final class ContentIds {

    private static final Pattern FORM = Pattern.compile("[0-9A-Za-z._~-]{1,128}");
    private static final Pattern REFERENCE = Pattern.compile("(?:\\$|%24)([0-9A-Za-z._~-]+)");

    private final Set<String> ofBatch = new HashSet<>();
    private final Set<String> ofChangeSet = new HashSet<>();
    private boolean inChangeSet;

    void changeSetBegins() {
        inChangeSet = true;
        ofChangeSet.clear();
    }

    void changeSetEnds() {
        inChangeSet = false;
        ofChangeSet.clear();
    }

    /** Later requests may refer to this id. */
    void declare(String id) {
        if (!FORM.matcher(id).matches()) {
            throw refused("A Content-ID has 1 to 128 letters, digits and signs of \"._~-\".");
        }
        if (inChangeSet && !ofChangeSet.add(id)) {
            throw refused("Two requests of a change set have the same Content-ID.");
        }
        ofBatch.add(id);
    }

    /** The id that the target starts with a reference to; refuses one that is not known, and one that is hidden. */
    Optional<String> reference(String target) {
        Matcher found = REFERENCE.matcher(target);
        Optional<String> reference = found.lookingAt() && isReference(target, found.group(1))
                ? Optional.of(found.group(1))
                : Optional.empty();
        found.region(reference.isPresent() ? found.end() : 0, target.length());
        while (found.find()) {
            if (ofBatch.contains(found.group(1))) {
                throw refused("The URL has what could be taken for a reference to a Content-ID elsewhere than at its"
                        + " start; give the request another Content-ID.");
            }
        }
        return reference;
    }

    private boolean isReference(String target, String id) {
        if (!target.startsWith("$")) {
            return false;
        }
        boolean known = ofChangeSet.contains(id);
        if (!known && Character.isDigit(id.charAt(0))) {
            throw refused("The URL refers to a Content-ID that no earlier request of the same change set has.");
        }
        return known;
    }

    private static Refusal refused(String detail) {
        return new Refusal(ProblemType.BAD_REQUEST, detail);
    }
}
