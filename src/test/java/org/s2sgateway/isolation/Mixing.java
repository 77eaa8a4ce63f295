package org.s2sgateway.isolation;

/** What a {@link StubGateway} can mix up, and what the suite has to call it. */
enum Mixing {
    ROWS_OF_ANOTHER_ENVIRONMENT(Crossing.ROW),
    ANOTHER_TABLE(Crossing.ROW),
    ANOTHER_ROW(Crossing.ROW),
    FINDS_ROWS_OF_OTHERS(Crossing.ROW),
    STORES_ANOTHERS_VALUE(Crossing.ROW),
    ANOTHERS_REQUEST_ID(Crossing.CORRELATION),
    ANOTHERS_TRACE(Crossing.CORRELATION),
    NO_REQUEST_ID(Crossing.CORRELATION),
    ID_OF_ANOTHER_IN_PASSING(Crossing.CORRELATION),
    LINKS_ELSEWHERE(Crossing.LINK),
    LINKS_PAST_THE_GATEWAY(Crossing.LINK),
    NAMES_ANOTHER_HOST(Crossing.HOST),
    NAMES_ANOTHER_TENANT(Crossing.TENANT),
    SHOWS_A_TOKEN(Crossing.TOKEN),
    HANDS_OUT_ANOTHERS_TOKEN(Crossing.TOKEN),
    ANOTHER_USER(Crossing.IDENTITY),
    KEEPS_THE_PERSON(Crossing.IDENTITY),
    NAMES_ANOTHER_CONSUMER(Crossing.CONSUMER),
    LISTS_TOO_MUCH(Crossing.LIST),
    LISTS_TOO_LITTLE(Crossing.LIST),
    LETS_INTO_ANY_ENVIRONMENT(Crossing.REFUSAL),
    LETS_AT_ANY_TABLE(Crossing.REFUSAL),
    OPENS_WHAT_IS_CLOSED(Crossing.REFUSAL),
    TAKES_ANY_TOKEN(Crossing.REFUSAL),
    SAYS_ANOTHER_CODE(Crossing.REFUSAL),
    REFUSES_WHAT_IS_GRANTED(Crossing.ANSWER),
    MIXES_PARTS(Crossing.ANSWER),
    HANGS_UP(Crossing.SILENCE),
    BUSY(Crossing.LIMITED),
    EVENT_OF_ANOTHER_TENANT(Crossing.AUDIT);

    private final Crossing crossing;

    Mixing(Crossing crossing) {
        this.crossing = crossing;
    }

    Crossing crossing() {
        return crossing;
    }
}
