package org.s2sgateway.isolation;

import java.util.List;

/** A {@code $batch} of reads. */
final class BatchOf {

    private BatchOf() {}

    static Asked gets(Turn turn, Site site, List<String> targets, Expected expected) {
        StringBuilder body = new StringBuilder();
        targets.forEach(target -> body.append(
                        "--iso\r\nContent-Type: application/http\r\n" + "Content-Transfer-Encoding: binary\r\n\r\nGET ")
                .append(target)
                .append(" HTTP/1.1\r\nAccept: application/json\r\n\r\n\r\n"));
        body.append("--iso--\r\n");
        return turn.ask(site, "$batch", expected).sending("POST", "multipart/mixed;boundary=iso", body.toString());
    }
}
