package org.s2sgateway.isolation;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The last few things that calls left behind for others to try. Thread-safe. */
final class Pool<T> {

    private final AtomicReferenceArray<T> places;
    private final AtomicLong added = new AtomicLong();

    Pool(int size) {
        places = new AtomicReferenceArray<>(size);
    }

    void add(T thing) {
        places.set((int) (added.getAndIncrement() % places.length()), thing);
    }

    Optional<T> any(SplittableRandom random) {
        int filled = (int) Math.min(added.get(), places.length());
        return filled == 0 ? Optional.empty() : Optional.ofNullable(places.get(random.nextInt(filled)));
    }
}
