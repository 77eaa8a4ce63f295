package org.s2sgateway.audit;

import java.util.Locale;

/** In which way a chain does not fit. The words are a contract: other programs react to them. */
public enum Misfit {
    /** The event, or what it says of persons, is not what was written. */
    CHANGED("What this event says is not what was written."),
    /** The event is gone, and later ones are there. */
    REMOVED("This event is gone; later ones are there."),
    /** The event was not written by the gateway at this place. */
    INSERTED("An event stands here that was not written here."),
    /** The event is gone, and nothing follows. */
    TRUNCATED("The chain ends before this event, which was its last one or one of its last."),
    /** The row with the chain's beginning and end is not what was written. */
    HEAD_CHANGED("The row that says where the chain begins and ends is not what was written."),
    /** That row is gone, and events are there. */
    HEAD_REMOVED("The row that says where the chain begins and ends is gone."),
    /** The chain is whole, and shorter than this node has seen it, or with another event where this node has seen its end. */
    SET_BACK("This node has seen another event here: the database, or a part of it, was set back to an earlier state."),
    /** The event does not follow the one before it; the gateway says so itself where the end of the chain did not fit. */
    UNLINKED(
            "This event does not follow the one before it: either that one is not what was there, or the end of the chain"
                    + " did not fit when the gateway wrote this one."),
    /** The key of this event is not configured. */
    UNKNOWN_KEY("The key that this event names is not configured here, so that nobody can say whether it was changed."),
    /** Persons of this event are gone, and nothing says that they were erased. */
    PERSONS_REMOVED("What this event says of persons is gone, and was not erased by the gateway."),
    /** There are more or fewer events from before the chain than when it began. */
    BEFORE_CHANGED("The number of events from before the chain is another than when the chain began."),
    /** There are more or fewer chains than were begun. */
    CHAINS_CHANGED("The number of chains is another than the gateway has begun, or the row that says it was changed.");

    private final String explanation;

    Misfit(String explanation) {
        this.explanation = explanation;
    }

    /** For programs, e.g. {@code head-changed}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** For people, a sentence. */
    public String explanation() {
        return explanation;
    }
}
