package org.s2sgateway.simulator.dataverse;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Change sets: while one runs nothing else does, and when it fails it leaves no trace but used-up row versions. Thread-safe. */
final class Transactions {

    /** Data that can be put back to what it was. */
    interface Restorable {

        /** Makes a copy; running the result puts it back. */
        Runnable copy();
    }

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final List<Restorable> data;

    Transactions(List<Restorable> data) {
        this.data = List.copyOf(data);
    }

    /** Does one thing among others. */
    <T> T together(Supplier<T> work) {
        lock.readLock().lock();
        try {
            return work.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Does all of it, or nothing: when it throws, or what comes out has failed. */
    <T> T alone(Supplier<T> work, Predicate<T> failed) {
        lock.writeLock().lock();
        try {
            List<Runnable> undo = new ArrayList<>();
            data.forEach(restorable -> undo.add(restorable.copy()));
            boolean done = false;
            try {
                T result = work.get();
                done = !failed.test(result);
                return result;
            } finally {
                if (!done) {
                    undo.forEach(Runnable::run);
                }
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
