package org.s2sgateway.problem;

import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;

/**
 * A refusal as a person reads it. It touches no bean, because it is also what is shown when those fail, and it says no
 * word of the refusal's detail: what it says are constants, so that nothing of a request can get into the page.
 */
final class ErrorPage {

    static final Locale ENGLISH = Locale.ENGLISH;

    private static final List<Locale> LANGUAGES = List.of(ENGLISH, Locale.GERMAN);

    private ErrorPage() {}

    /** The first language that is wanted and known here, else English. */
    static Locale language(List<Locale> wanted) {
        for (Locale locale : wanted) {
            for (Locale known : LANGUAGES) {
                if (known.getLanguage().equals(locale.getLanguage())) {
                    return known;
                }
            }
        }
        return ENGLISH;
    }

    static String of(Refusal refusal, Locale language) {
        ResourceBundle words = ResourceBundle.getBundle(
                "org.s2sgateway.problem.errors", language, Control.getNoFallbackControl(Control.FORMAT_PROPERTIES));
        ProblemType type = refusal.type();
        String key = words.containsKey(type.name() + ".title") ? type.name() : "OTHER";
        String reference = type.code()
                + (refusal.members().containsKey("errorId")
                        ? " · " + refusal.members().get("errorId")
                        : "");
        return """
                <!DOCTYPE html>
                <html lang="%1$s">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%2$s – S2S Gateway</title>
                <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
                <link rel="stylesheet" href="/assets/s2s.css">
                </head>
                <body>
                <header class="bar"><div class="page bar-row"><a class="brand" href="/">\
                <img src="/assets/icon.svg" alt="" width="28" height="28"> <span>S2S Gateway</span></a></div></header>
                <main class="page">
                <section class="hero">
                <h1>%2$s</h1>
                <p class="lead">%3$s</p>
                </section>
                <p>%4$s</p>
                <p class="reference">%5$s <code>%6$s</code></p>
                </main>
                </body>
                </html>
                """
                .formatted(
                        language.getLanguage(),
                        words.getString(key + ".title"),
                        words.getString(key + ".text"),
                        next(type, words),
                        words.getString("code"),
                        reference);
    }

    // A lone question mark is the same address without its query.
    private static String next(ProblemType type, ResourceBundle words) {
        String start = "<a href=\"/\">" + words.getString("start") + "</a>";
        if (type == ProblemType.STAFF_ONLY) {
            return "<a href=\"/sign-out\">" + words.getString("signOut") + "</a> · " + start;
        }
        if (type == ProblemType.OPERATORS_ONLY) {
            return "<a href=\"/console\">" + words.getString("console") + "</a> · " + start;
        }
        return type == ProblemType.FOREIGN_FORM || type == ProblemType.REQUEST_TIMEOUT
                ? "<a href=\"?\">" + words.getString("again") + "</a> · " + start
                : start;
    }
}
