package org.s2sgateway.grants;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The address of a row, as {@code @odata.bind}, {@code @odata.id} and {@code $id} have it: absolute or relative. */
final class EntityAddress {

    // With the gateway's own prefix or without it: links are mapped before or after.
    private static final Pattern ROOT = Pattern.compile(
            "(?:[Hh][Tt][Tt][Pp][Ss]?://[^/?#'()\\\\]+)?(?:/api/dataverse/[0-9A-Za-z.:%-]+)?/api/data/v\\d{1,2}\\.\\d{1,2}/");

    /** As ContentIds of the gateway finds them in targets: the resolver drops whatever stands before one. */
    private static final Pattern REFERENCE = Pattern.compile("(?:\\$|%24)([0-9A-Za-z._~-]+)");

    private EntityAddress() {}

    /** The tables of the row, which is read, and so is whatever the address passes through. */
    static Set<String> judge(Judging judging, String address) {
        if (address.indexOf('?') >= 0 || address.indexOf('#') >= 0) {
            throw notOne();
        }
        Matcher root = ROOT.matcher(address);
        String path = root.lookingAt()
                ? address.substring(root.end())
                : address.startsWith("/") ? address.substring(1) : address;
        requireNoHiddenReference(judging, path);
        Place place = new PathWalk(judging).end(Segment.split(path));
        if (place.kind() != Place.Kind.ROW) {
            throw notOne();
        }
        judging.needs(place.tables(), Verb.READ);
        return place.tables();
    }

    private static void requireNoHiddenReference(Judging judging, String path) {
        Matcher reference = REFERENCE.matcher(path);
        while (reference.find()) {
            if (reference.start() > 0
                    && judging.references().apply(reference.group(1)).isPresent()) {
                throw new CannotJudge("An address of a row has what could be taken for a reference to a Content-ID"
                        + " elsewhere than at its start; give the request another Content-ID.");
            }
        }
    }

    private static CannotJudge notOne() {
        return new CannotJudge("An address of a row is none; write it as accounts(<id>).");
    }
}
