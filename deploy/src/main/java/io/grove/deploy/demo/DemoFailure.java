package io.grove.deploy.demo;

/** A claim of the demo does not hold; the message says which and how. */
final class DemoFailure extends Exception {
    private static final long serialVersionUID = 1L;

    DemoFailure(String message) {
        super(message);
    }
}
