package org.s2sgateway.identity;

/** A sign-in does not come about. The code is one of the dictionary; nothing of what a stranger sent is in it. */
final class SignInRefused extends Exception {

    private static final long serialVersionUID = 1;

    private final String code;

    SignInRefused(String code) {
        super(code);
        this.code = code;
    }

    SignInRefused(String code, Throwable cause) {
        super(code, cause);
        this.code = code;
    }

    String code() {
        return code;
    }
}
