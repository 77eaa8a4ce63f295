package org.s2sgateway.grants;

import java.util.HashSet;
import java.util.Set;

/** Takes down what is needed, as soon as it is found. */
interface Ledger {

    void needs(Need need);

    void needsOperation(String name);

    /** Keeps everything, for a grant to be held against it later. */
    final class Kept implements Ledger {

        private final Set<Need> tables = new HashSet<>();
        private final Set<String> operations = new HashSet<>();
        private boolean schema;

        @Override
        public void needs(Need need) {
            tables.add(need);
        }

        @Override
        public void needsOperation(String name) {
            operations.add(name);
        }

        void needsSchema() {
            schema = true;
        }

        Needs all() {
            return new Needs(tables, operations, schema);
        }
    }

    /**
     * Stops at once at what the grant does not give.
     *
     * @param grant that is held against everything
     */
    record Strict(Grant grant) implements Ledger {

        @Override
        public void needs(Need need) {
            check(new Needs(Set.of(need), Set.of(), false));
        }

        @Override
        public void needsOperation(String name) {
            check(new Needs(Set.of(), Set.of(name), false));
        }

        private void check(Needs needs) {
            Needs missing = needs.beyond(grant);
            if (!missing.isEmpty()) {
                throw BodyRefused.notGranted(missing);
            }
        }
    }
}
