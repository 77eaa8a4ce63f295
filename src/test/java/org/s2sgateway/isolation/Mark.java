package org.s2sgateway.isolation;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What a row says of where it belongs: tenant, environment, table, who made it, and in which call. */
record Mark(String tenant, String site, String table, String maker, String number) {

    private static final Pattern IN_TEXT =
            Pattern.compile("iso~([0-9a-f]{8})~([a-z0-9_-]+)~([a-z0-9_-]+)~([a-z0-9_-]+)~([0-9]+)");

    static Mark of(Site site, String table, String maker, long number) {
        return new Mark(site.tenantId().substring(0, 8), site.name(), table, maker, Long.toString(number));
    }

    static List<Mark> in(String text) {
        return IN_TEXT.matcher(text).results().map(Mark::of).toList();
    }

    private static Mark of(MatchResult match) {
        return new Mark(match.group(1), match.group(2), match.group(3), match.group(4), match.group(5));
    }

    boolean isOf(Site other) {
        return site.equals(other.name()) && other.tenantId().startsWith(tenant);
    }

    @Override
    public String toString() {
        return "iso~" + tenant + "~" + site + "~" + table + "~" + maker + "~" + number;
    }
}
