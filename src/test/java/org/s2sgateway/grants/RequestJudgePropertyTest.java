package org.s2sgateway.grants;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.s2sgateway.dataverse.RequestTarget;

/** Holds the judge against somebody who is slow and simple: whatever is named outside of quotes has to be granted. */
class RequestJudgePropertyTest {

    /** Names that mean nothing else anywhere in the model, with the table that they lead to. */
    private static final Map<String, String> LEAD_TO = Map.of(
            "primarycontactid", "contacts",
            "contact_customer_accounts", "contacts",
            "contact_salaries", "new_salaries",
            "createdby", "systemusers",
            "parentcustomerid_account", "accounts",
            "email_activity_parties", "activityparties");

    private static final Pattern QUOTED = Pattern.compile("'(?:[^']|'')*'");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern LINK = Pattern.compile("<link-entity\\s+name=\"([a-z_]+)\"");
    private static final Set<String> JUDGED = Set.of("filter", "select", "expand", "orderby", "apply", "compute");

    @Property(tries = 3_000)
    void neverForgetsWhatIsNamed(@ForAll("paths") String path, @ForAll("queries") String query) {
        hold(path, query);
    }

    @Property(tries = 3_000)
    void neverForgetsWhatWellFormedQueriesName(@ForAll("wellFormed") String query) {
        Judgement judgement = hold("accounts", query);

        assertThat(judgement.<String>fold(judged -> "", Judgement.Unjudged::reason))
                .as(query)
                .isEmpty();
    }

    @Property(tries = 2_000)
    void neverForgetsWhatIsNamedInAQueryThatIsBroken(
            @ForAll("wellFormed") String query, @ForAll int from, @ForAll int length, @ForAll("pieces") String piece) {
        int start = Math.floorMod(from, query.length() + 1);
        int end = Math.min(query.length(), start + Math.floorMod(length, 4));

        hold("accounts", query.substring(0, start) + piece + query.substring(end));
    }

    @Property(tries = 1_000)
    void neverForgetsATableOfFetchXml(@ForAll("fetchXml") String xml) {
        Set<String> tables =
                LINK.matcher(xml).results().map(found -> found.group(1)).collect(Collectors.toSet());
        String query = "fetchXml=" + URLEncoder.encode(xml, StandardCharsets.UTF_8);

        judgement("GET", "accounts", query).ifPresent(judgement -> {
            tables(judgement)
                    .ifPresent(read -> tables.forEach(table -> assertThat(read)
                            .as(xml)
                            .containsAll(TestModel.MODEL.setsOf(
                                    TestModel.MODEL.type(table).orElseThrow()))));
        });
    }

    private static Judgement hold(String path, String query) {
        Optional<Judgement> judgement = judgement("GET", path, query);
        judgement.ifPresent(told -> {
            tables(told)
                    .ifPresent(read -> assertThat(read).as("%s?%s", path, query).containsAll(named(path, query)));
        });
        return judgement.orElseGet(() -> new Judgement.Unjudged("refused as a target"));
    }

    private static Optional<Judgement> judgement(String method, String path, String query) {
        RequestTarget target;
        try {
            target = RequestTarget.parse("/api/data/v9.2/" + path, query);
        } catch (RequestTarget.Refused refused) {
            return Optional.empty();
        }
        return Optional.of(TestModel.JUDGE.judge(method, target, Conditions.NONE, TestModel::reference));
    }

    /** The tables that are read; empty where that is not judged. */
    private static Optional<Set<String>> tables(Judgement judgement) {
        return judgement.fold(
                judged -> Optional.of(judged.needs().tables().stream()
                        .filter(need -> need.verb() == Verb.READ)
                        .map(Need::table)
                        .collect(Collectors.toSet())),
                unjudged -> Optional.empty());
    }

    private static Set<String> named(String path, String query) {
        Set<String> named = new TreeSet<>();
        add(named, decoded(path.replace("+", "%2B")));
        for (String option : query.split("&")) {
            int equals = option.indexOf('=');
            if (equals >= 0) {
                String name = decoded(option.substring(0, equals)).toLowerCase(Locale.ROOT);
                if (name.startsWith("@") || JUDGED.contains(name.replace("$", ""))) {
                    add(named, decoded(option.substring(equals + 1)));
                }
            }
        }
        return named;
    }

    private static void add(Set<String> named, String text) {
        Matcher word = WORD.matcher(QUOTED.matcher(text).replaceAll(" "));
        while (word.find()) {
            String table = LEAD_TO.getOrDefault(word.group(), "");
            if (!table.isEmpty()) {
                named.add(table);
            }
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Provide
    Arbitrary<String> paths() {
        Arbitrary<String> any = Arbitraries.of(
                        "accounts",
                        "contacts",
                        "emails",
                        "(1)",
                        "(name='",
                        "'",
                        "''",
                        ")",
                        "(",
                        "/",
                        "/primarycontactid",
                        "/contact_salaries",
                        "/contact_customer_accounts",
                        "/mscrm.email",
                        "/$ref",
                        "/$count",
                        "/createdby",
                        "%27",
                        "%2F",
                        ",",
                        "=",
                        "@p",
                        "WhoAmI()",
                        "/parentcustomerid_account",
                        "/mscrm.new_Rename",
                        ";",
                        "%70")
                .list()
                .ofMaxSize(7)
                .map(parts -> String.join("", parts));
        return Arbitraries.oneOf(
                Arbitraries.of("accounts", "accounts(1)/primarycontactid", "contacts(1)/contact_salaries"), any);
    }

    @Provide
    Arbitrary<String> pieces() {
        return Arbitraries.of(
                "",
                "'",
                "''",
                "(",
                ")",
                "/",
                ",",
                ";",
                ":",
                "=",
                "&",
                "%26",
                "%27",
                "%2F",
                "@p",
                "@",
                "$",
                "%20",
                "+",
                "-",
                "1",
                "x",
                "*",
                ".",
                "any(",
                "c:",
                "%22",
                "%5B",
                "%7B",
                "%0A",
                "%00",
                "primarycontactid",
                "$expand=",
                "%24expand=",
                "createdby/fullname",
                "contact_salaries",
                "mscrm.",
                "null",
                "$it/",
                "%C2%A0",
                "%2527");
    }

    @Provide
    Arbitrary<String> queries() {
        return Arbitraries.oneOf(
                        pieces(),
                        Arbitraries.of(
                                "$filter=",
                                "$expand=",
                                "&$select=",
                                "$orderby=",
                                "&$apply=",
                                "$compute=",
                                "&@p=",
                                "name",
                                "%20eq%20",
                                "'x'",
                                "fullname",
                                "&tag=",
                                "contact_customer_accounts/any(c:",
                                "c/fullname",
                                "($select=",
                                ";$expand=",
                                "groupby((",
                                "filter(",
                                "%20as%20z",
                                "mscrm.In(PropertyName='"))
                .list()
                .ofMaxSize(10)
                .map(parts -> String.join("", parts));
    }

    /** As clients write them, of any depth, and always to be judged. */
    @Provide
    Arbitrary<String> wellFormed() {
        return Combinators.combine(conditions(2), expansions(2), Arbitraries.of("$", "%24", ""))
                .as((filter, expand, sign) -> sign + "filter=" + filter + "&" + sign + "expand=" + expand);
    }

    private static Arbitrary<String> conditions(int depth) {
        Arbitrary<String> simple = Arbitraries.of(
                "name%20eq%20'a'",
                "name%20ne%20%27primarycontactid/x%27",
                "contains(name,'it''s%20(')",
                "revenue%20gt%20-1.5",
                "primarycontactid/fullname%20eq%20'x'",
                "primarycontactid/contact_salaries/any()",
                "createdby/fullname+eq+null",
                "contact_customer_accounts/$count%20gt%200",
                "mscrm.In(PropertyName='name',PropertyValues=%5B'a','b'%5D)",
                "contact_customer_accounts/any(c:c/contact_salaries/all(s:s/new_amount%20lt%201))",
                "contact_customer_accounts/any(c:c/parentcustomerid_account/createdby/fullname%20eq%20c/fullname)");
        if (depth == 0) {
            return simple;
        }
        return Arbitraries.oneOf(
                simple,
                Combinators.combine(conditions(depth - 1), conditions(depth - 1))
                        .as((left, right) -> "(" + left + "%20or%20not%20(" + right + "))"));
    }

    private static Arbitrary<String> expansions(int depth) {
        if (depth == 0) {
            return Arbitraries.of("primarycontactid", "createdby", "contact_customer_accounts/$ref");
        }
        return Arbitraries.oneOf(
                expansions(0),
                conditions(0).map(filter -> "account_parent_account($top=1;$filter=" + filter.replace("$it", "") + ")"),
                expansions(depth - 1).map(nested -> "account_parent_account($select=name;$expand=" + nested + ")"),
                Arbitraries.just(
                        "contact_customer_accounts($expand=contact_salaries($select=new_amount);$count=true)"));
    }

    @Provide
    Arbitrary<String> fetchXml() {
        return Arbitraries.of(
                        "<fetch>",
                        "</fetch>",
                        "<entity name=\"account\">",
                        "</entity>",
                        "<link-entity name=\"contact\"/>",
                        "<link-entity name=\"contact\">",
                        "</link-entity>",
                        "<link-entity  name=\"new_salary\"/>",
                        "<filter>",
                        "</filter>",
                        "<filter/>",
                        "<condition attribute=\"name\" operator=\"null\"/>")
                .list()
                .ofMaxSize(8)
                .map(parts -> "<fetch><entity name=\"account\">" + String.join("", parts) + "</entity></fetch>");
    }
}
