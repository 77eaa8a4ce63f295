package org.s2sgateway.grants;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.s2sgateway.odata.EdmType;
import org.s2sgateway.odata.JsonScanner;
import org.s2sgateway.odata.MalformedJson;

/** Values of keys and of parameters in a path: literals, JSON, or aliases for either. */
final class Parameter {

    private static final String NUMBER = "-?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?[LlMmDdFf]?";
    private static final String GUID = "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}";
    private static final String TIME = "\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?";
    // A plus sign before the offset may have become a space.
    private static final String DATE = "\\d{4}-\\d\\d-\\d\\d(?:T" + TIME + "(?:[Zz]|[-+ ]\\d\\d:\\d\\d)?)?";

    /** A literal that is not quoted; nothing that goes on as a name or a path may follow it. */
    static final Pattern LITERAL =
            Pattern.compile("(?:" + GUID + "|" + DATE + "|" + TIME + "|" + NUMBER + ")(?![0-9A-Za-z_.:/'@$-])");

    private static final Pattern WORD = Pattern.compile("null|true|false");
    // duration'PT1H', Microsoft.Dynamics.CRM.EndpointAccessType'Default'
    private static final Pattern PREFIX =
            Pattern.compile("duration|binary|geography|geometry|[A-Za-z_][0-9A-Za-z_]*(?:\\.[A-Za-z_][0-9A-Za-z_]*)++");
    static final Pattern ALIAS = Pattern.compile("@[A-Za-z_][0-9A-Za-z_]*");
    private static final Pattern NAMED = Pattern.compile("\\s*([A-Za-z_][0-9A-Za-z_]*)\\s*=(.*)", Pattern.DOTALL);

    private Parameter() {}

    /** The key of a row: one value, or values by the names of columns. */
    static void judgeKey(Judging judging, EdmType type, String arguments) {
        for (String part : Nesting.split(arguments, ',')) {
            Matcher named = NAMED.matcher(part);
            if (named.matches()) {
                if (!judging.model().hasProperty(type, named.group(1))) {
                    throw Judging.unknown(named.group(1));
                }
                judgeLiteral(judging, named.group(2));
            } else {
                judgeLiteral(judging, part);
            }
        }
    }

    /** The parameters of a function. */
    static void judgeAll(Judging judging, String arguments) {
        if (arguments.isBlank()) {
            return;
        }
        for (String part : Nesting.split(arguments, ',')) {
            Matcher named = NAMED.matcher(part);
            if (!named.matches()) {
                throw new CannotJudge("The parameters of a function have names.");
            }
            judge(judging, named.group(2));
        }
    }

    private static void judge(Judging judging, String value) {
        String text = value.strip();
        if (ALIAS.matcher(text).matches()) {
            judging.aliases().use(text, stands -> judge(judging, stands));
        } else if (text.startsWith("{") || text.startsWith("[")) {
            judgeJson(judging, text);
        } else {
            judgeLiteral(judging, text);
        }
    }

    private static void judgeLiteral(Judging judging, String value) {
        String text = value.strip();
        if (ALIAS.matcher(text).matches()) {
            judging.aliases().use(text, stands -> judgeLiteral(judging, stands));
        } else if (!isLiteral(text)) {
            throw new CannotJudge("A key or a parameter is no literal.");
        }
    }

    /** Whether it may stand before the quotation mark of a literal; the name of a column or a table never does. */
    static boolean isPrefix(String name) {
        return PREFIX.matcher(name).matches();
    }

    /** Whether the whole text is one literal. */
    static boolean isLiteral(String text) {
        if (LITERAL.matcher(text).matches() || WORD.matcher(text).matches()) {
            return true;
        }
        int quote = text.indexOf('\'');
        return quote >= 0
                && (quote == 0 || isPrefix(text.substring(0, quote)))
                && Nesting.afterQuoted(text, quote) == text.length();
    }

    /**
     * A value in JSON. Microsoft's own examples write it with single quotes, too:
     * {@code RetrievePrincipalAccess(Target=@tid)?@tid={'@odata.id':'accounts(...)'}}.
     *
     * @see <a href="https://learn.microsoft.com/power-apps/developer/data-platform/webapi/use-web-api-functions">Use Web
     *     API functions</a>
     */
    static void judgeJson(Judging judging, String text) {
        judging.work().spend(text);
        String json = text;
        if (text.indexOf('\'') >= 0) {
            if (text.indexOf('"') >= 0 || text.indexOf('\\') >= 0) {
                throw new CannotJudge("JSON in the URL has single quotes among double ones; use either.");
            }
            json = text.replace('\'', '"');
        }
        JsonScanner scanner = new JsonScanner(BodyEvents.ofParameter(judging));
        byte[] octets = json.getBytes(StandardCharsets.UTF_8);
        try {
            scanner.write(octets, 0, octets.length);
            scanner.end();
        } catch (MalformedJson malformed) {
            throw new CannotJudge("A value in the URL looks like JSON and is none.");
        }
    }
}
