package org.s2sgateway.simulator.identity;

import org.s2sgateway.simulator.wire.Answer;

/** The frame of every page: no script, readable on a small screen. Whatever comes from outside is escaped. */
final class Html {

    private static final String STYLE =
            """
            body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:34rem;padding:1rem;overflow-wrap:anywhere;
            color:#1b1b1b;background:#fff}
            h1{font-size:1.4rem}h2{font-size:1.05rem}
            button{display:block;width:100%;margin:.4rem 0;padding:.6rem .8rem;font:inherit;text-align:left;
            color:inherit;background:#f2f2f2;border:1px solid #767676;border-radius:.3rem;cursor:pointer}
            small{display:block}
            footer{margin-top:2rem;border-top:1px solid #767676;font-size:.85rem}
            """;

    private Html() {}

    static Answer page(int status, String title, String body) {
        return Answer.text(
                        status,
                        "text/html; charset=utf-8",
                        """
                        <!DOCTYPE html>
                        <html lang="en">
                        <head>
                        <meta charset="utf-8">
                        <meta name="viewport" content="width=device-width, initial-scale=1">
                        <title>%s</title>
                        <style>%s</style>
                        </head>
                        <body>
                        <main>
                        <h1>%s</h1>
                        %s</main>
                        <footer>Simulator of Microsoft Entra ID. Nothing here is real.</footer>
                        </body>
                        </html>
                        """
                                .formatted(escape(title), STYLE, escape(title), body))
                .with("Cache-Control", "no-store")
                .with("X-Content-Type-Options", "nosniff")
                .with("X-Frame-Options", "DENY");
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
