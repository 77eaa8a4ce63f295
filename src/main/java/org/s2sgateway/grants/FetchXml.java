package org.s2sgateway.grants;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.odata.EdmType;
import org.s2sgateway.odata.MalformedXml;
import org.s2sgateway.odata.PlainXml;

/**
 * Judges a query in FetchXML: every table that an entity or a link names is read, whatever the link is for.
 *
 * @see <a href="https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/reference/">FetchXML reference</a>
 */
record FetchXml(Judging judging, EdmType asked) {

    private static final int LONGEST = 65_536;
    private static final Set<String> ELEMENTS = Set.of(
            "fetch",
            "entity",
            "link-entity",
            "attribute",
            "all-attributes",
            "no-attrs",
            "order",
            "filter",
            "condition",
            "value");

    void judge(String text) {
        if (text.length() > LONGEST) {
            throw new CannotJudge("The FetchXML is longer than " + LONGEST + " characters.");
        }
        int entities = 0;
        int depth = 0;
        try (PlainXml xml = PlainXml.of(text)) {
            while (xml.next()) {
                if (!xml.begins()) {
                    depth--;
                    continue;
                }
                element(xml, depth);
                entities += xml.name().equals("entity") ? 1 : 0;
                depth++;
            }
        } catch (MalformedXml malformed) {
            throw new CannotJudge("The FetchXML is not read: " + malformed.getMessage());
        }
        if (entities != 1) {
            throw new CannotJudge("FetchXML has one entity.");
        }
    }

    private void element(PlainXml xml, int depth) {
        String name = xml.name();
        boolean placed = name.equals("fetch") == (depth == 0) && name.equals("entity") == (depth == 1);
        if (!ELEMENTS.contains(name) || !xml.namespace().isEmpty() || !placed) {
            throw new CannotJudge("The FetchXML has an element that is not known, or not where it stands.");
        }
        requireNamesOnce(xml);
        if (name.equals("entity")) {
            if (!table(xml.attribute("name")).equals(asked)) {
                throw new CannotJudge("The entity of the FetchXML is not the table of the path.");
            }
        } else if (name.equals("link-entity")) {
            judging.needs(judging.tablesOf(table(xml.attribute("name"))), Verb.READ);
        }
    }

    /** name, Name and x:name: one reader takes the first of them and another one the last. */
    private static void requireNamesOnce(PlainXml xml) {
        Set<String> names = new HashSet<>();
        for (String name : xml.attributes()) {
            if (!names.add(name.toLowerCase(Locale.ROOT))) {
                throw new CannotJudge("The FetchXML has an element with two attributes of one name.");
            }
        }
    }

    private EdmType table(@Nullable String logicalName) {
        return judging.model()
                .type(logicalName == null ? "" : logicalName)
                .orElseThrow(() -> new CannotJudge("The FetchXML names a table that is not known."));
    }
}
