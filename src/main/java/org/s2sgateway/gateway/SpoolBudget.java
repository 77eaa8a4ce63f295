package org.s2sgateway.gateway;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many octets all spools may hold at a time. Each spool has a limit of its own, but there are thousands of calls, and
 * a kilobyte on the wire can be a thousand times as much once it is unpacked: without a limit for all of them, batches
 * that wait would fill the heap and the disk. Thread-safe; nobody waits here for anything.
 */
final class SpoolBudget {

    /** In memory, all together. */
    static final long MEMORY = 64L * 1024 * 1024;

    /** In files, all together, unless a few of the largest batches need more. */
    static final long FILES = 2L * 1024 * 1024 * 1024;

    private static final int LARGEST_AT_ONCE = 4;

    private final Pot memory;
    private final Pot files;

    /** A budget in octets. */
    SpoolBudget(long memory, long files) {
        this.memory = new Pot(memory);
        this.files = new Pot(files);
    }

    /** The budget of a gateway that takes batches of that many octets. */
    static SpoolBudget of(long batchMaxBytes) {
        boolean most = batchMaxBytes > Long.MAX_VALUE / LARGEST_AT_ONCE;
        return new SpoolBudget(MEMORY, Math.max(FILES, most ? Long.MAX_VALUE : LARGEST_AT_ONCE * batchMaxBytes));
    }

    /** What one spool takes of the memory: nothing so far. */
    Share memory() {
        return new Share(memory);
    }

    /** What one spool takes of the disk: nothing so far. */
    Share files() {
        return new Share(files);
    }

    /** How many octets of memory are taken. */
    long memoryTaken() {
        return memory.taken.get();
    }

    /** How many octets of files are taken. */
    long filesTaken() {
        return files.taken.get();
    }

    /** There is no room for what was to be written. */
    static final class Exceeded extends IOException {
        Exceeded() {
            super("The spools hold as much as they may");
        }
    }

    private static final class Pot {

        private final long most;
        private final AtomicLong taken = new AtomicLong();

        Pot(long most) {
            this.most = most;
        }

        boolean take(long octets) {
            long before = taken.getAndUpdate(now -> octets > most - now ? now : now + octets);
            return octets <= most - before;
        }

        void give(long octets) {
            taken.addAndGet(-octets);
        }
    }

    /** One spool's part. Taken by one thread at a time, and given back by any. */
    static final class Share {

        private final Pot pot;
        private final AtomicLong taken = new AtomicLong();

        private Share(Pot pot) {
            this.pot = pot;
        }

        /** Takes that many more, or none where there is no room for all of them. */
        boolean take(long octets) {
            if (!pot.take(octets)) {
                return false;
            }
            taken.addAndGet(octets);
            return true;
        }

        /** Gives everything back; again it does nothing. */
        void giveBack() {
            pot.give(taken.getAndSet(0));
        }
    }
}
